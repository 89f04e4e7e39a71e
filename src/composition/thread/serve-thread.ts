import { parentPort } from "node:worker_threads";
import { sendError } from "./messages.ts";
import { serve, type ServedObjects } from "./serve.ts";
import type { FirstMessage } from "./start.ts";

/** The far side of `startThread`: opens what the thread is to serve, says so, and serves it. */
export async function serveThread<Ready>(open: () => Promise<{ objects: ServedObjects; ready: Ready }>): Promise<void> {
  if (parentPort === null) throw new Error("This file runs as a worker thread only.");
  try {
    const { objects, ready } = await open();
    serve(parentPort, objects);
    parentPort.postMessage({ ready } satisfies FirstMessage<Ready>);
  } catch (error) {
    parentPort.postMessage({ failed: sendError(error) } satisfies FirstMessage<Ready>);
  }
}
