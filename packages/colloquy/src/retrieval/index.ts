export { absentWords } from "./absent-words.ts";
export type { AskedType } from "./asked-type.ts";
export { matchedRarity } from "./best-turn.ts";
export { bestOf, byPlace, type Claim, claimOf, type EntityReference, labelsIn, type SupportedClaim } from "./claim.ts";
export { type EntityClaims, type HeldStatement, type Holder, POSITIONS } from "./claims.ts";
export {
  type ClaimEvidence,
  type ClaimHolder,
  claimsBetween,
  type ClaimsBetween,
  type ClaimsBetweenOptions,
} from "./claims-between.ts";
export {
  compareSpeakers,
  type ComparedSpeaker,
  type CompareSpeakersOptions,
  type SpeakerComparison,
} from "./compare-speakers.ts";
export type { ComparedTopic, TopicOfSpeaker } from "./compared-topics.ts";
export type { ComparedViewpoints, Viewpoint } from "./viewpoints.ts";
export { areOppositeTypes, type Contradiction, contradictionsIn } from "./contradictions.ts";
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
export { choosePart, type PartOptions, type PartStart } from "./explore/choose-part.ts";
export { byDateAndFile, dateOfPath } from "./explore/date-of-path.ts";
export {
  type EntityView,
  type MentionsByFile,
  viewEntity,
  type WithdrawnClaim,
  type WithSomeFiles,
} from "./explore/entity-view.ts";
export { viewGraph } from "./explore/graph-overview.ts";
export type { CountedGraph, EdgeSupport, GraphEdge, GraphNode, GraphPart } from "./explore/graph-part.ts";
export { listOccurrences, type Occurrence, type OccurrenceOptions } from "./explore/occurrences.ts";
export { pathBetween } from "./explore/path-between.ts";
export { suggest, type SuggestOptions, type Suggestions } from "./explore/suggest.ts";
export type { Theme } from "./explore/themes.ts";
export {
  type AnnotatedChunk,
  type ClaimMark,
  type MentionMark,
  type QuoteMark,
  readTranscriptText,
  type TranscriptText,
  type TranscriptTextOptions,
} from "./explore/transcript-text.ts";
export { type LabelledSpeaker, type TranscriptView, viewTranscript } from "./explore/transcript-view.ts";
export { findEntities, findEntity, noEntityNamed, suggestNames } from "./find-entities.ts";
export { findSpeakers, labelsOfSpeaker, suggestSpeakers } from "./find-speakers.ts";
export { type Listing, type ListOptions, type PagedList, listInMemory, readListing } from "./listing.ts";
export { chunkList, listEntities, type ReadLedger, speakerList, transcriptList } from "./lists.ts";
export { findNeighbours, type Neighbour } from "./neighbourhood.ts";
export { namedEntities } from "./named-entities.ts";
export { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "./ranking.ts";
export { readRarity, type Rarity } from "./rarity.ts";
export { resolveFiles } from "./resolve-files.ts";
export { saidSentences, sentenceAround, sentencesOf } from "./said-sentences.ts";
export { readEntities, readEvidence, readQuotes, readRelationships } from "./row-lists.ts";
export { type SpeakerReference, speakersOfLabels } from "./speakers-of-labels.ts";
export { type ReviewFigures, reviewFigures, type ReviewItem } from "./review/items.ts";
export { drawSample, type ReviewOptions } from "./review/sample.ts";
export type { SearchHit } from "./hit.ts";
export type { RatedPassage } from "./rated-passages.ts";
export { Background } from "./background.ts";
export { searchWorkspace, type SearchOptions } from "./search.ts";
export { FOUND_SCORE, searchChunks, type SearchOutcome, searchOutcome, type SearchRequest } from "./search-chunks.ts";
export { type ReadTranscriptOptions, readTurns, type TranscriptTurn, type TurnsOfChunk } from "./read-turns.ts";
export type { TranscriptRange } from "./transcript-range.ts";
