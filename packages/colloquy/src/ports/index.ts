export {
  type CallCost,
  CallError,
  type CallErrorDetails,
  type CallErrorKind,
  type Clock,
  FATAL_KINDS,
  type LimitedResource,
  type LimitReading,
  NO_USAGE,
  type Usage,
} from "@colloquy/rate-limit";
export type { CallOptions, ReplyFacts, RequestFacts } from "./call-options.ts";
export type { DamagedRow } from "./damaged-row.ts";
export {
  type ChatMessage,
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  type FinishReason,
  replyFacts,
} from "./chat-model.ts";
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
export type { PassageFilter, PassageHit, RowOptions, VectorStore } from "./vector-store.ts";
export type { AskedAgain, ConclusionCheck, DamagedTable, LedgerDamage } from "./ledger-damage.ts";
