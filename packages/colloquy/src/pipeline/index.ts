export {
  type CallsProgress,
  limiterEvent,
  type RunEvent,
  type RunListener,
  type Stage,
  type StampedEvent,
} from "./events.ts";
export { guessQuestions } from "./guess-questions.ts";
export { likenessOf } from "./failure-likeness.ts";
export { type EmbeddingPlan, estimateOf, planEmbedding, planExtraction } from "./plan-stage.ts";
export { nothingToRead, stopWhenOutOfFiles } from "./folder-failures.ts";
export {
  contextOf,
  type ProjectionParts,
  type ProjectionSettings,
  resolveSettled,
  type StoreProjection,
} from "./project.ts";
export { readTranscripts } from "./read.ts";
export {
  type IngestResult,
  type RemainingWork,
  type RunUsage,
  runUsage,
  type WorkspaceStatus,
  workspaceStatus,
} from "./result.ts";
export { runIngest } from "./run.ts";
export { type ProjectionResult, runProjection } from "./run-projection.ts";
export type { RunParts, RunSettings, StageParts } from "./run-types.ts";
export { runVerification } from "./run-verification.ts";
export type { Discovered, FoundFile, FilesToRead, ReadOutcome, TranscriptReader } from "./transcript-reader.ts";
