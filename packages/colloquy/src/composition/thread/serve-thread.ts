import { parentPort } from "node:worker_threads";
import { sendError } from "./messages.ts";
import { serve, type ServedObjects } from "./serve.ts";
import type { FirstMessage, Opening } from "./start.ts";

type Open<Data, Ready> = (data: Data) => Promise<{ objects: ServedObjects; ready: Ready }>;

/** The far side of `startThread`: opens what the thread is to serve, says so, and serves it; then the next, if one comes. */
export function serveThread<Data, Ready>(open: Open<Data, Ready>): void {
  if (parentPort === null) throw new Error("This file runs as a worker thread only.");
  parentPort.on("message", (opening: Opening<Data>) => void serveOne(opening, open));
}

async function serveOne<Data, Ready>({ data, port }: Opening<Data>, open: Open<Data, Ready>): Promise<void> {
  try {
    const { objects, ready } = await open(data);
    serve(port, objects);
    port.postMessage({ ready } satisfies FirstMessage<Ready>);
  } catch (error) {
    port.postMessage({ failed: sendError(error) } satisfies FirstMessage<Ready>);
  }
}
