import { Worker } from "node:worker_threads";
import { ColloquyError, isOutOfFiles, outOfFiles } from "../../model/index.ts";
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
  const first = await firstMessage<Ready>(worker, options);
  if ("failed" in first) {
    await worker.terminate();
    throw rebuildError(first.failed);
  }

  const connection = connect(worker);
  worker.on("error", (error) => connection.fail(threadDied(options, error)));
  worker.on("exit", () => connection.fail(threadDied(options, new Error("it has ended"))));
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

function firstMessage<Ready>(worker: Worker, options: ThreadOptions): Promise<FirstMessage<Ready>> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error) => reject(threadDied(options, error)));
    worker.once("exit", () => reject(threadDied(options, new Error("it ended before it was ready"))));
  });
}

/** Whether a thread died because its heap was full: the same work would fill it again. */
export function ranOutOfMemory(error: unknown): boolean {
  if (!ColloquyError.isInstance(error)) return false;
  const { cause } = error;
  return cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadDied({ name, heapMegabytes }: ThreadOptions, cause: unknown): ColloquyError {
  if (isOutOfFiles(cause)) return outOfFiles(cause);
  const error = new ColloquyError("store", describeDeath(name, cause), { cause });
  if (!ranOutOfMemory(error)) return error;
  return new ColloquyError(
    "store",
    `The ${name} thread needed more than its ${heapMegabytes} MB of memory; what was done is kept. Please report it, with the size of the largest transcript.`,
    { cause },
  );
}

function describeDeath(name: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return `The ${name} thread stopped (${reason}). Run the same command again: it goes on.`;
}
