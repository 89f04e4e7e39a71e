export { connect, type Connection } from "./connect.ts";
export { serve, type ServedObjects, type ThreadPort } from "./serve.ts";
export { serveThread } from "./serve-thread.ts";
export { startThread, type Thread, threadFile, type ThreadOptions } from "./start.ts";
