export { complete, type Completion } from "./candidates.ts";
export { SCRIPTS, type Shell, SHELLS } from "./scripts.ts";
export { workspaceNames } from "./workspace-names.ts";
