import { parentPort } from "node:worker_threads";
import { extractWithRules } from "./extract.ts";
import type { WorkReply, WorkRequest } from "./messages.ts";

parentPort?.on("message", ({ id, views }: WorkRequest) => {
  const reply: WorkReply = { id, extractions: views.map((view) => extractWithRules(view)) };
  parentPort?.postMessage(reply);
});
