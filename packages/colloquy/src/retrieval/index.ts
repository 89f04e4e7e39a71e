export { absentWords } from "./absent-words.ts";
export { type Claim, claimOf, type EntityReference } from "./claim.ts";
export type { EntityClaims, Holder } from "./claims.ts";
export type { Contradiction } from "./contradictions.ts";
export type { Companion } from "./companions.ts";
export {
  describeEntity,
  type EntityDetail,
  type Namesake,
  type QuoteDetail,
  type RelationshipDetail,
  type WithdrawnDetail,
  type ShowOptions,
  type StatementDetail,
  type TopicDetail,
} from "./entity-detail.ts";
export { findEntity, suggestNames } from "./find-entities.ts";
export { findSpeakers, suggestSpeakers } from "./find-speakers.ts";
export { type Listing, type ListOptions, type PagedList, readListing } from "./listing.ts";
export { chunkList, listEntities, type ReadLedger, speakerList, transcriptList } from "./lists.ts";
export { findNeighbours, type Neighbour } from "./neighbourhood.ts";
export { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "./ranking.ts";
export { readEntities, readEvidence, readQuotes, readRelationships } from "./row-lists.ts";
export { searchWorkspace, type SearchOptions } from "./search.ts";
export { type SearchHit, type SearchRequest, searchChunks } from "./search-chunks.ts";
