export {
  type CallTokens,
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
  Annotations,
  ChunkAnnotations,
  ChunkOutline,
  ClaimInChunk,
  ContextOptions,
  EntityPosition,
  EvidencePosition,
  FileMentions,
  FilePosition,
  GraphCounts,
  RelationshipInContext,
  GraphReader,
  GraphStore,
  GraphWriter,
  LabelBeside,
  LabelOfPerson,
  MentionInContext,
  OnlyExplicit,
  PositionOf,
  QuoteWithSubjects,
  RelationshipFilter,
  RelationshipPosition,
  Speech,
  SpeechOptions,
  SpokenBy,
  SubjectSummary,
  Support,
  Topic,
  TranscriptTopic,
  WithWithdrawn,
} from "./graph-store.ts";
export type { ChangedRows, GraphChanges, LedgerOverview, RunEpochs } from "./ledger/overview.ts";
export type { ChangeCursor, ChangePage, LedgerChanges } from "./ledger/changes.ts";
export type { LedgerCounts, LedgerProgress, WorkCounts } from "./ledger/counts.ts";
export type { LostChunks, ConclusionCheck, DamagedTable, LedgerDamage, LedgerIntegrity } from "./ledger/integrity.ts";
export type { Ledger } from "./ledger/ledger.ts";
export type {
  KnownEntity,
  KnownKey,
  KnownNames,
  LedgerNames,
  ProvenVerdict,
  SoughtName,
  WrittenName,
} from "./ledger/names.ts";
export type { EmbeddingProfile, KeyedVectors, LedgerPaidWork } from "./ledger/paid-work.ts";
export type { Page, ReadOptions } from "./reading.ts";
export type {
  InterruptedForce,
  PendingChunk,
  WorkItem,
  PendingCursor,
  PendingOptions,
  PendingPage,
  PendingTranscript,
  Spread,
} from "./ledger/pending.ts";
export type {
  BatchNumber,
  DeadLetter,
  DeadLetterReason,
  PaidReply,
  ReplyItems,
  SettledChunk,
  Settlement,
  SubmittedBatch,
} from "./ledger/replies.ts";
export type { LedgerResolution, NameCorrections, ResolutionSummary } from "./ledger/resolution.ts";
export type { BookedReplies, CallsInFlight, CrashedRun, LedgerRuns, RunRecord } from "./ledger/runs.ts";
export type {
  Fingerprint,
  LedgerSources,
  ListedSpeaker,
  SpokenLabel,
  ListedTranscript,
  ListPage,
  SkippedFile,
  Source,
  SpeakerPosition,
  SpeakerTurns,
  TranscriptPosition,
  TranscriptRecord,
} from "./ledger/sources.ts";
export type {
  DroppedSentences,
  LedgerSummaries,
  StoredSummary,
  TranscriptEvidence,
  WrittenSummary,
} from "./ledger/summaries.ts";
export type {
  CheckedStatement,
  LedgerChecks,
  StatedOnce,
  StatementOptions,
  StatementToCheck,
} from "./ledger/checks.ts";
export type {
  AskedPair,
  DerivedRelation,
  KeyPair,
  LedgerVerdicts,
  MentionedName,
  MentionedPlace,
  NameSense,
  PairVerdict,
} from "./ledger/verdicts.ts";
export {
  byModelStage,
  CHUNK_STAGES,
  type ChunkStage,
  MODEL_STAGES,
  type ModelStage,
  QUESTION_STAGES,
  type QuestionStage,
} from "./ledger/stage.ts";
export type {
  EntityEnd,
  KeyCorrection,
  KeyDecision,
  Occurrence,
  PendingRelation,
  ResolutionStore,
  SearchedChunk,
  SoughtAs,
  SoughtKey,
  StoredDerivation,
  StoredKey,
  StoredRelationship,
  SupportingFact,
} from "./resolution-store.ts";
export {
  type JudgeReply,
  type NameInContext,
  type NameJudge,
  type NamePair,
  type Verdict,
  VERDICTS,
} from "./name-judge.ts";
export type { QuestionPort, VerdictReply } from "./question-port.ts";
export type { CheckReply, CheckVerdict, Statement, StatementChecker, StatementQuestion } from "./statement-checker.ts";
export type { ResolutionStep, Resolver } from "./resolver.ts";
export type {
  EntitySummary,
  ExtractedTranscript,
  Fact,
  MentionFact,
  NameKey,
  NameVariant,
  RelationFact,
  TextRange,
} from "./facts.ts";
export type { ShownEvidence, Summariser, SummaryReply, SummaryRequest, SummarySentence } from "./summariser.ts";
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
  TraceSpan,
  SpanFailure,
  StageSpan,
  Telemetry,
} from "./telemetry.ts";
export {
  type CandidateQuery,
  type ChunkCandidate,
  type ChunkFilter,
  type ChunkVectors,
  type ChunkWithTerms,
  type IndexedChunk,
  type RowOptions,
  type VectorStore,
} from "./vector-store.ts";
