export { serveThread } from "./serve-thread.ts";
export { ranOutOfMemory, startThread, type Thread, threadFile } from "./start.ts";
