export { serveThread } from "./serve-thread.ts";
export { startThread, type Thread, threadFile } from "./start.ts";
