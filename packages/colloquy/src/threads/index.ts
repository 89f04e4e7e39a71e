export type { ThreadClient } from "./client.ts";
export { receivingSignals, sendingSignals } from "./shared-signal.ts";
export { serveInPool, serveThread } from "./server.ts";
export { ranOutOfMemory, startThread, type Thread, threadFile } from "./thread.ts";
export { ThreadPool } from "./thread-pool.ts";
