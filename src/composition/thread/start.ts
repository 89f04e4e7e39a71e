import { Worker } from "node:worker_threads";
import { ColloquyError } from "../../model/index.ts";
import { connect, type Connection } from "./connect.ts";
import { rebuildError, type SentError } from "./messages.ts";

/** The first message of a thread: it serves, or it could not open what it was to serve. */
export type FirstMessage<Ready> = { readonly ready: Ready } | { readonly failed: SentError };

export interface ThreadOptions {
  /** What messages call it: `ledger`, `store`. */
  readonly name: string;
  /** The thread's file. */
  readonly file: URL;
  /** Copied to the thread as `workerData`. */
  readonly data: unknown;
  /** Largest heap of the thread, in megabytes. */
  readonly heapMegabytes: number;
}

/** A running thread and what it said when it was ready. */
export interface Thread<Ready> extends AsyncDisposable {
  readonly connection: Connection;
  readonly ready: Ready;
}

/** URL of a thread's file beside `module`: its source while developing, what it was built to when installed. */
export function threadFile(module: string, name: string): URL {
  return new URL(`./${name}${module.endsWith(".ts") ? ".ts" : ".js"}`, module);
}

/**
 * Starts a thread and waits until it serves.
 * @throws whatever opening threw in the thread; ColloquyError `store` when the thread itself died.
 */
export async function startThread<Ready>(options: ThreadOptions): Promise<Thread<Ready>> {
  const worker = new Worker(options.file, {
    workerData: options.data,
    resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes, maxYoungGenerationSizeMb: 8 },
  });
  const first = await firstMessage<Ready>(worker, options.name);
  if ("failed" in first) {
    await worker.terminate();
    throw rebuildError(first.failed);
  }

  const connection = connect(worker);
  worker.on("error", (error) => connection.fail(threadDied(options.name, error)));
  worker.on("exit", () => connection.fail(threadDied(options.name, new Error("it has ended"))));
  return {
    connection,
    ready: first.ready,
    async [Symbol.asyncDispose]() {
      // The near end ends the thread: a thread that closed its own port could take its last answer with it.
      await connection.dispose();
      await worker.terminate();
    },
  };
}

function firstMessage<Ready>(worker: Worker, name: string): Promise<FirstMessage<Ready>> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error) => reject(threadDied(name, error)));
    worker.once("exit", () => reject(threadDied(name, new Error("it ended before it was ready"))));
  });
}

function threadDied(name: string, cause: unknown): ColloquyError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ColloquyError("store", `The ${name} thread stopped (${reason}). Run the same command again: it goes on.`, {
    cause,
  });
}
