export { compare, type CompareOptions } from "./compare.ts";
export type { AskOptions, AskRequest, AskResult, QuestionOptions } from "./asking/options.ts";
export type {
  AnswerCitation,
  AnswerRequest,
  AnswerSentence,
  AskContext,
  CheckedAnswer,
  ContextEntity,
  ContextOptions,
  ContextSource,
  ContradictingSources,
  DroppedAnswers,
  QuestionKind,
  SourcedSummary,
} from "../answering/index.ts";
export { describePrices, type PriceDescription } from "./describe-prices.ts";
export { describeTraces, type TraceReceiver } from "./describe-traces.ts";
export { estimate } from "./estimate.ts";
export type { EstimateResult } from "./estimate-result.ts";
export { ingest } from "./ingest.ts";
export type { IngestOptions } from "./ingest-options.ts";
export { describeModels, type ModelDescription } from "./models/describe-models.ts";
export type { LimitOptions, ModelOptions, RunModelOptions } from "./models/model-options.ts";
export { type ListedWorkspace, listWorkspaces, type ListWorkspacesOptions } from "./list-workspaces.ts";
export { open, type OpenOptions, type OpenPorts } from "./open.ts";
export { requireOutsideWorkspace } from "./outside-workspace.ts";
export { type ParsedFile, type ParsedTurn, parseFiles } from "./parse-files.ts";
export type { ProjectOptions, StoredWorkspaceOptions, VerifyOptions } from "./project-options.ts";
export {
  type ListedRun,
  renderReportPage,
  renderTextReport as renderReport,
  type RunReports,
} from "../metrics/index.ts";
export type { AnsweredItem, Review } from "./review-answers.ts";
export { Exploration, type ExploredEntity, type ExploredTranscript } from "./exploration.ts";
export type {
  DatedTranscript,
  GraphQuality,
  ReviewedShare,
  WorkspaceChanges,
  WorkspaceOverview,
} from "./exploring/overview.ts";
export type { KeptAnswer } from "../answering/index.ts";
export type { ExplainedName } from "./explain-name.ts";
export type { ApartReason, NameEvidence, NameReason } from "../resolution/index.ts";
export type { AliasEntry } from "./edit-aliases.ts";
export { correctNames, type CorrectionResult, type NameCorrection } from "./correct-names.ts";
export { project } from "./project.ts";
export { listLatestReports, listReports, report, type ReportedWorkspace, type ReportOptions } from "./report.ts";
export { aliasesPath, listAliasEntries } from "./alias-entries.ts";
export { type LoggedWorkspace, type RunState, runStamp, runState } from "./run-state.ts";
export { retryFailed, type RetryFailedOptions, type RetryFailedResult } from "./retry-failed.ts";
export type { CallsProgress, RunEvent, StampedEvent } from "../pipeline/index.ts";
export type { IngestPorts, RunOptions } from "./run-options.ts";
export type {
  Claim,
  ClaimEvidence,
  ClaimHolder,
  ClaimsBetween,
  ClaimsBetweenOptions,
  Companion,
  AskedType,
  ComparedSpeaker,
  ComparedTopic,
  ComparedViewpoints,
  CompareSpeakersOptions,
  Contradiction,
  EntityClaims,
  EntityDetail,
  EntityReference,
  AnnotatedChunk,
  ClaimMark,
  EdgeSupport,
  EntityView,
  WithSomeFiles,
  GraphEdge,
  GraphNode,
  GraphPart,
  LabelledSpeaker,
  MentionMark,
  MentionsByFile,
  Occurrence,
  OccurrenceOptions,
  PartOptions,
  PartStart,
  QuoteMark,
  Suggestions,
  Theme,
  TranscriptText,
  TranscriptTextOptions,
  TranscriptView,
  WithdrawnClaim,
  HeldStatement,
  Holder,
  Listing,
  ListOptions,
  Namesake,
  Neighbour,
  QuoteDetail,
  RelationshipDetail,
  ReviewFigures,
  ReviewItem,
  ReviewOptions,
  WithdrawnDetail,
  SearchHit,
  SearchOptions,
  SearchOutcome,
  SpeakerReference,
  SpeakerComparison,
  ShowOptions,
  StatementDetail,
  TopicDetail,
  TopicOfSpeaker,
  ReadTranscriptOptions,
  TranscriptRange,
  TranscriptTurn,
  TurnsOfChunk,
  Viewpoint,
} from "../retrieval/index.ts";
export {
  describeStores,
  type RebuiltStore,
  type ServerFinding,
  type StoreDescription,
  type StoreOptions,
} from "../stores/index.ts";
export { checkStores } from "./check-stores.ts";
export type { EntityWithSummary, TranscriptDetail } from "./summaries.ts";
export type { Summary } from "../summarising/index.ts";
export { verify } from "./verify.ts";
export { dateOfPath, FOUND_SCORE, listInMemory, noEntityNamed } from "../retrieval/index.ts";
export { Workspace } from "./workspace.ts";
