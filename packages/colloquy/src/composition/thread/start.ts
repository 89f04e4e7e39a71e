import { MessageChannel, type MessagePort } from "node:worker_threads";
import { ColloquyError, isOutOfFiles, outOfFiles } from "../../model/index.ts";
import { connect, type Connection } from "./connect.ts";
import { rebuildError, type SentError } from "./messages.ts";
import { type TakenWorker, takeWorker } from "../../threads/index.ts";

/** The first message of a thread: it serves, or it could not open what it was to serve. */
export type FirstMessage<Ready> = { readonly ready: Ready } | { readonly failed: SentError };

/** What a thread is asked for: it answers through the port, which nothing that it served before has. */
export interface Opening<Data> {
  readonly data: Data;
  readonly port: MessagePort;
}

export interface ThreadOptions {
  /** What messages call it: `ledger`, `store`. */
  readonly name: string;
  /** The thread's file. */
  readonly file: URL;
  /** Copied to the thread. */
  readonly data: unknown;
  /** Largest heap of the thread, in megabytes. */
  readonly heapMegabytes: number;
  /** Whether nothing that it serves can still be at work once it is disposed: a request to a server can. */
  readonly isReusable: boolean;
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
 * Starts a thread, or takes one that has served its file before, and waits until it serves.
 * @throws whatever opening threw in the thread; ColloquyError `store` when the thread itself died.
 */
export async function startThread<Ready>(options: ThreadOptions): Promise<Thread<Ready>> {
  const worker = takeWorker(options.file, {
    maxOldGenerationSizeMb: options.heapMegabytes,
    maxYoungGenerationSizeMb: 8,
  });
  const { port1: near, port2: far } = new MessageChannel();
  let ready: Ready;
  try {
    ready = await open<Ready>(worker, { near, far }, options);
  } catch (error) {
    near.close();
    await worker.terminate();
    throw error;
  }

  const connection = connect(near);
  let isReusable = options.isReusable;
  const fail = (cause: unknown): void => {
    isReusable = false;
    connection.fail(threadDied(options, cause));
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("it has ended")));
  const close = async (): Promise<void> => {
    try {
      await connection.dispose();
    } catch (error) {
      isReusable = false;
      throw error;
    } finally {
      connection.fail(threadDied(options, new Error("it was closed")));
      if (isReusable) worker.giveBack();
      else await worker.terminate();
    }
  };
  let closed: Promise<void> | null = null;
  return { connection, ready, [Symbol.asyncDispose]: () => (closed ??= close()) };
}

/** @throws as `startThread`. */
async function open<Ready>(
  worker: TakenWorker,
  { near, far }: { readonly near: MessagePort; readonly far: MessagePort },
  options: ThreadOptions,
): Promise<Ready> {
  const answered = new Promise<FirstMessage<Ready>>((resolve, reject) => {
    near.once("message", resolve);
    worker.on("error", (error) => reject(threadDied(options, error)));
    worker.on("exit", () => reject(threadDied(options, new Error("it ended before it was ready"))));
  });
  worker.postMessage({ data: options.data, port: far } satisfies Opening<unknown>, [far]);
  const first = await answered;
  if ("failed" in first) throw rebuildError(first.failed);
  return first.ready;
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
