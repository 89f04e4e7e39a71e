export { folderStamp } from "./folder-stamp.ts";
export { type HttpServing, serveHttp } from "./http.ts";
export type { Served } from "./server.ts";
export { SharedWorkspace } from "./shared-workspace.ts";
export { serveStdio } from "./stdio.ts";
