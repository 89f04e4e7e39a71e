export type { RunEvent, RunListener, Stage } from "./events.ts";
export { type IngestResult, type RunUsage, type WorkspaceStatus, workspaceStatus } from "./result.ts";
