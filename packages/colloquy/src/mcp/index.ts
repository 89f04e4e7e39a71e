export { type HttpOptions, type HttpServing, serveHttp } from "./http.ts";
export type { Served } from "./server.ts";
export { SharedWorkspace, type SharedWorkspaceOptions } from "./shared-workspace.ts";
export { serveStdio, type StdioOptions } from "./stdio.ts";
