import { MessageChannel, type MessagePort } from "node:worker_threads";
import { ColloquyError, FINISHED_WORK_IS_KEPT, isOutOfFiles, outOfFiles } from "../model/index.ts";
import { connect, type ThreadClient } from "./client.ts";
import { type TakenWorker, takeWorker } from "./kept-workers.ts";
import { type FirstMessage, type Opening, rebuildError } from "./protocol.ts";

const YOUNG_HEAP_MEGABYTES = 8;

/** The file, name and memory of a thread. */
export interface ThreadKind {
  /** Its name in messages: `ledger`, `store`. */
  readonly name: string;
  /** The thread's file. It calls `serveThread` or `serveInPool`. */
  readonly file: URL;
  /** Largest heap of the thread, in megabytes. */
  readonly heapMegabytes: number;
  /** Largest young generation of the heap, in megabytes; default 8. */
  readonly youngHeapMegabytes?: number;
}

export interface ThreadOptions extends ThreadKind {
  /** Copied to the thread. */
  readonly data: unknown;
  /** Whether all work of the thread ends at disposal. A request to a server, for example, can still be in flight. */
  readonly isReusable: boolean;
}

/** A running thread and the values that it reported when it was ready. */
export interface Thread<Ready> extends AsyncDisposable {
  readonly client: ThreadClient;
  readonly ready: Ready;
  /** Whether it has died by itself. */
  readonly isDead: boolean;
  /** Sets whether it keeps the process alive. Initially it does. */
  holdProcess(holds: boolean): void;
  /** Ends it during its work. */
  terminate(): Promise<void>;
}

/**
 * Returns the URL of a thread's file next to `module`: the source during development, the built file when installed.
 */
export function threadFile(module: string, name: string): URL {
  return new URL(`./${name}${module.endsWith(".ts") ? ".ts" : ".js"}`, module);
}

/**
 * Starts a thread, or takes one that has served its file before, and waits until it serves.
 * @throws what opening threw in the thread; ColloquyError `store` when the thread itself died.
 */
export async function startThread<Ready>(options: ThreadOptions): Promise<Thread<Ready>> {
  for (;;) {
    const worker = takeWorker(options.file, {
      maxOldGenerationSizeMb: options.heapMegabytes,
      maxYoungGenerationSizeMb: options.youngHeapMegabytes ?? YOUNG_HEAP_MEGABYTES,
    });
    const { port1: near, port2: far } = new MessageChannel();
    const first = await openThread<Ready>(worker, { data: options.data, port: far }, near);
    if ("ready" in first) return runningThread(worker, near, first.ready, options);
    near.close();
    await worker.terminate();
    if ("failed" in first) throw rebuildError(first.failed);
    // A kept worker may have died before it was taken, which is no failure of this opening.
    if (!worker.wasKept) throw threadDied(options, first.died);
  }
}

function openThread<Ready>(
  worker: TakenWorker,
  opening: Opening<unknown>,
  near: MessagePort,
): Promise<FirstMessage<Ready> | { readonly died: Error }> {
  return new Promise((resolve) => {
    near.once("message", resolve);
    worker.on("error", (died) => resolve({ died }));
    worker.on("exit", () => resolve({ died: new Error("it ended before it was ready") }));
    worker.postMessage(opening, [opening.port]);
  });
}

function runningThread<Ready>(
  worker: TakenWorker,
  near: MessagePort,
  ready: Ready,
  options: ThreadOptions,
): Thread<Ready> {
  const client = connect(near);
  // Only the worker keeps the process alive, not the port.
  near.unref();
  let { isReusable } = options;
  let isDead = false;
  let closed: Promise<void> | null = null;
  const die = (cause: Error): void => {
    isReusable = false;
    isDead = true;
    client.fail(threadDied(options, cause));
  };
  worker.on("error", die);
  worker.on("exit", () => die(new Error("it has ended")));
  const close = async (): Promise<void> => {
    // The reply to `dispose` is awaited, so the process must not end before it.
    worker.holdProcess(true);
    try {
      await client.dispose();
    } catch (error) {
      isReusable = false;
      throw error;
    } finally {
      client.fail(threadDied(options, new Error("it was closed")));
      if (isReusable) worker.giveBack();
      else await worker.terminate();
    }
  };
  return {
    client,
    ready,
    get isDead() {
      return isDead;
    },
    holdProcess: (holds) => worker.holdProcess(holds),
    async terminate() {
      isReusable = false;
      client.fail(threadDied(options, new Error("it was closed")));
      await (closed ??= close());
    },
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

/** Whether a thread died because its heap was full. The same work would fill it again. */
export function ranOutOfMemory(error: unknown): boolean {
  if (!ColloquyError.isInstance(error)) return false;
  const { cause } = error;
  return cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadDied({ name, heapMegabytes }: ThreadKind, cause: Error): ColloquyError {
  if (isOutOfFiles(cause)) return outOfFiles(cause);
  const stopped = new ColloquyError(
    "store",
    `The ${name} thread stopped (${cause.message}). ${FINISHED_WORK_IS_KEPT}`,
    { cause },
  );
  if (!ranOutOfMemory(stopped)) return stopped;
  return new ColloquyError(
    "store",
    `The ${name} thread needed more than its ${heapMegabytes} MB of memory. Finished work is kept. Please report it, with the size of the largest transcript.`,
    { cause },
  );
}
