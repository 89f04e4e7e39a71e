export type { CallCost } from "./call-cost.ts";
export { CallError, FATAL_KINDS, type CallErrorDetails, type CallErrorKind } from "./call-error.ts";
export { type ReplyFacts, replyFacts, type RequestFacts } from "./call-facts.ts";
export type { CallOptions } from "./call-options.ts";
export type { DamagedRow } from "./damaged-row.ts";
export type { ChatModel, ChatReply, ChatRequest, FinishReason } from "./chat-model.ts";
export type { Clock } from "./clock.ts";
export type { EmbeddingModel, EmbeddingReply } from "./embedding-model.ts";
export type { ExtractionReply, ExtractionRequest, Extractor, RejectedCounts } from "./extractor.ts";
export type {
  EntityPosition,
  GraphCounts,
  GraphReader,
  GraphStore,
  GraphWriter,
  Page,
  SpokenBy,
  Topic,
} from "./graph-store.ts";
export type {
  ChangeCursor,
  ChangePage,
  BookedReplies,
  CrashedRun,
  DeadLetter,
  DeadLetterReason,
  EmbeddingProfile,
  InterruptedForce,
  Lane,
  Ledger,
  LedgerCounts,
  ListedSpeaker,
  ListedTranscript,
  ListPage,
  PaidReply,
  PendingContent,
  PendingCursor,
  PendingOptions,
  PendingTranscript,
  ResolutionSummary,
  ReplyItems,
  RunRecord,
  SettledContent,
  Settlement,
  SkippedFile,
  Source,
  SpeakerPosition,
  Spread,
  TranscriptPosition,
  TranscriptRecord,
} from "./ledger.ts";
export type {
  AliasFact,
  EntitySummary,
  ExtractedTranscript,
  Fact,
  MentionFact,
  NameKey,
  NameVariant,
  QuoteFact,
  RelationFact,
  Resolver,
} from "./resolver.ts";
export type { LimitedResource, LimitReading } from "./limit-reading.ts";
export type { Pricing, TokenPrices } from "./pricing.ts";
export type { ProjectionState } from "./projection-state.ts";
export type {
  AttemptEnd,
  AttemptFacts,
  AttemptFailureKind,
  BatchFacts,
  BatchSpan,
  CallContent,
  CallOperation,
  RunEnd,
  RunSpan,
  Span,
  SpanFailure,
  StageSpan,
  Telemetry,
} from "./telemetry.ts";
export { NO_USAGE, type Usage } from "./usage.ts";
export type { PassageFilter, PassageHit, RowOptions, VectorStore } from "./vector-store.ts";
export type { AskedAgain, ConclusionCheck, DamagedTable, LedgerDamage } from "./ledger-damage.ts";
