export type { RunEvent, Stage } from "./events.ts";
export { NEVER_ABORTED } from "./never-aborted.ts";
export { nothingToRead } from "./nothing-to-read.ts";
export { type IngestResult, type RunUsage, type WorkspaceStatus, workspaceStatus } from "./result.ts";
export { runIngest } from "./run.ts";
export type { Discovered, FoundFile, ReadOutcome, TranscriptReader } from "./transcript-reader.ts";
