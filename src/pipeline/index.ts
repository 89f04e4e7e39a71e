export type { RunEvent, RunListener, Stage } from "./events.ts";
export { NEVER_ABORTED } from "./never-aborted.ts";
export { nothingToRead } from "./nothing-to-read.ts";
export { type IngestResult, type RunUsage, type WorkspaceStatus, workspaceStatus } from "./result.ts";
export { runIngest, type RunOptions, type RunParts } from "./run.ts";
export type { Discovered, FoundFile, ReadOutcome, TranscriptReader } from "./transcript-reader.ts";
