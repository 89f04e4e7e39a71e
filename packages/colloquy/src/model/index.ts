export { isOutOfFiles, outOfFiles, TOO_MANY_OPEN_FILES } from "./open-files.ts";
export { batchLabel, CHARACTERS_PER_TOKEN, LARGEST_BATCH } from "./batch.ts";
export {
  chunkRow,
  crossEpisodeRow,
  derivedTotals,
  entityRow,
  evidenceAt,
  evidenceRow,
  type FactPosition,
  hashOfRow,
  type LocatedChunk,
  type LocatedRange,
  mentionRow,
  occurrenceRow,
  quoteRow,
  type RelationshipEnds,
  relationshipRow,
  storedMention,
  type RelationshipTotals,
  transcriptRow,
  vectorRow,
} from "./build-rows.ts";
export { canonicalLine } from "./canonical.ts";
export {
  type Chunk,
  type ChunkTurn,
  contextOf,
  renderView,
  turnsWithText,
  type TurnView,
  viewChunk,
  viewContext,
} from "./chunk.ts";
export { cleanName } from "./clean-name.ts";
export { DisjointSets } from "./disjoint-sets.ts";
export { DigestSum, lineHash } from "./digest.ts";
export { ColloquyError, type ErrorCode, exitCodeOf, FINISHED_WORK_IS_KEPT, type WorkspaceList } from "./errors.ts";
export { entitySalience, salience } from "./salience.ts";
export {
  type AliasMention,
  DEFAULT_MIN_CONFIDENCE,
  EMPTY_EXTRACTION,
  type EntityMention,
  type Extraction,
  type QuoteMention,
  type RelationMention,
  type Span,
} from "./extraction.ts";
export {
  chunkId,
  type ChunkKeys,
  contentId,
  entityId,
  KEYS_VERSION,
  relationshipId,
  transcriptId,
  withKeys,
} from "./ids.ts";
export {
  type EntityTypeDefinition,
  isSymmetric,
  type Ontology,
  type RelationTypeDefinition,
  SYMMETRIC_TYPES,
} from "./ontology.ts";
export { cutOfPassages } from "./passage-cut.ts";
export { placeKey } from "./place-key.ts";
export { isOnlyImplied, POLARITIES, type Polarity, type PolarityCounts, polarityCounts } from "./polarity.ts";
export { relationText } from "./relation-text.ts";
export { printable, shellWord, inLine } from "./printable.ts";
export {
  type Alias,
  type Antecedent,
  type ChunkRow,
  type ComparedName,
  CROSS_EPISODE,
  type Derivation,
  DERIVED_TYPES,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  type MentionRow,
  type IndexedTurn,
  type ProjectedRow,
  type QuoteRow,
  type RelationshipRow,
  type TranscriptRow,
  type VectorRow,
  type Withdrawal,
  WITHDRAWALS,
} from "./rows.ts";
export { listFilters } from "./list-filters.ts";
export {
  begunState,
  claimLost,
  completedState,
  type Epoch,
  FIRST_EPOCH,
  isSameEpoch,
  type ProjectedEpoch,
  type StoreState,
} from "./store-state.ts";
export { alternatives, didYouMean, nearestWord, suggestion } from "./suggestion.ts";
export { describeSystemError, systemErrorCode } from "./system-error.ts";
export type { Immutable } from "./immutable.ts";
export { type TraceLink, traceText } from "./trace-link.ts";
export type { TimeMark, Transcript, Turn } from "./transcript.ts";
export { compareSaidBy } from "./support.ts";
export { compareText, foldCase, hasFoldedWords, hasWords, isWellFormed } from "./unicode.ts";
export { untilAborted } from "./until-aborted.ts";
export { REVIEW_ANSWERS, REVIEW_KINDS, type ReviewAnswer, type ReviewKind } from "./review.ts";
