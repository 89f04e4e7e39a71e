import type * as composition from "../composition/index.ts";
import type { RunEvent, Workspace } from "../composition/index.ts";

export type {
  AnswerCitation,
  AnsweredItem,
  AnswerSentence,
  AskedType,
  AskOptions,
  AskResult,
  Claim,
  Companion,
  ComparedTopic,
  ComparedViewpoints,
  Contradiction,
  EntityDetail,
  EntityWithSummary,
  EstimateResult,
  ExplainedName,
  Holder,
  IngestOptions,
  ListedRun,
  ListedWorkspace,
  ListOptions,
  ModelDescription,
  OpenOptions,
  PriceDescription,
  RelationshipDetail,
  RetryFailedResult,
  RunEvent,
  RunOptions,
  ReviewFigures,
  SearchHit,
  SpeakerComparison,
  StatementDetail,
  ServerFinding,
  StoreDescription,
  Summary,
  TopicDetail,
  TranscriptDetail,
  Workspace,
} from "../composition/index.ts";
export type ExportedFile = ReturnType<Workspace["exportFiles"]> extends AsyncIterable<infer File> ? File : never;
export type { EntityRow, Evidence, PolarityCounts } from "../model/index.ts";

export type { AliasEntry, NameCorrection } from "../composition/index.ts";

export type ExportFormat = Parameters<Workspace["exportRows"]>[0];
export type FolderFormat = Parameters<Workspace["exportFiles"]>[0];
export type ReviewItem = Awaited<ReturnType<Workspace["review"]>>["items"][number];
export type IngestResult = Awaited<ReturnType<typeof composition.ingest>>;
export type Comparison = Awaited<ReturnType<typeof composition.compare>>;
export type ProjectionResult = Awaited<ReturnType<typeof composition.project>>;
export type Verification = Awaited<ReturnType<typeof composition.verify>>;
export type LedgerDamage = NonNullable<Verification["ledger"]["damage"]>;
export type Stage = Extract<RunEvent, { readonly event: "stage.started" }>["stage"];
export type DeadLetterReason = Awaited<ReturnType<Workspace["deadLetters"]>>[number];
export type ListedSpeaker = Awaited<ReturnType<Workspace["listSpeakers"]>>["items"][number];
export type ListedTranscript = Awaited<ReturnType<Workspace["listTranscripts"]>>["items"][number];
export type WorkspaceStatus = Awaited<ReturnType<Workspace["status"]>>;

/** Loads the library when a command needs it, so that help and refusals are fast. */
export function loadLibrary(): Promise<typeof composition> {
  return import("../composition/index.ts");
}
