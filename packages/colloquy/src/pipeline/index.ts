export { CostAccount, type CostTotal, sumOfCosts, type UnknownSpendTotal } from "./cost-account.ts";
export { DollarSum, totalDollars } from "./dollar-sum.ts";
export type {
  AttemptCompleted,
  LaneProgress,
  RunEvent,
  RunListener,
  Stage,
  UnknownSpend,
  UnreportedUsage,
} from "./events.ts";
export { type FirstCall, firstCallFailure, type Patience, sendFirst } from "./first-call.ts";
export { laneEvent } from "./lane-event.ts";
export { LaneWaits } from "./lane-waits.ts";
export { CallObserver } from "./call-observer.ts";
export { estimateOf, planEmbedding, planExtraction } from "./plan-lane.ts";
export { UNTRACED } from "./untraced.ts";
export { NEVER_ABORTED } from "./never-aborted.ts";
export { nothingToRead } from "./nothing-to-read.ts";
export { stopWhenOutOfFiles } from "./out-of-files.ts";
export type { StoreProjection } from "./project.ts";
export { type ReadOptions, readTranscripts } from "./read.ts";
export type { ProjectionParts, ProjectionSettings } from "./resolve-settled.ts";
export {
  type IngestResult,
  type RemainingWork,
  type RunUsage,
  type WorkspaceStatus,
  workspaceStatus,
} from "./result.ts";
export { type ProjectionResult, runProjection } from "./run-projection.ts";
export { runIngest } from "./run.ts";
export { runVerification } from "./run-verification.ts";
export type { RunParts, RunSettings } from "./run-settings.ts";
export { spanFailure } from "./span-failure.ts";
export type { Discovered, FoundFile, ReadOutcome, TranscriptReader } from "./transcript-reader.ts";
export { likenessOf } from "./failure-likeness.ts";
export { Withdrawal, withdrawWhenStopped } from "./withdrawal.ts";
export { smallestCall } from "./verify-lane.ts";
