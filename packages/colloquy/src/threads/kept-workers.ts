import { type ResourceLimits, SHARE_ENV, type Transferable, Worker, type WorkerOptions } from "node:worker_threads";

/** The time that an idle worker is kept, so that a program that opens several workspaces reuses it. */
const KEPT_MS = 10_000;
/** At most this many idle workers of one file and one set of limits are kept. */
const MOST_KEPT = 2;
/** A worker that was busy for longer is not kept, because its memory costs more than a new start. */
const SHORT_MS = 1_000;

type Listeners = { readonly message: unknown; readonly error: Error; readonly exit: number };

interface KeptWorker {
  readonly worker: Worker;
  /** Stops keeping it, without ending it. */
  readonly release: () => void;
}

/** Idle workers, by file and limits. */
const kept = new Map<string, KeptWorker[]>();

/** A worker while one user has it. */
export interface TakenWorker {
  /** Whether it has worked before. Such a worker may have died already, with its `exit` not yet reported. */
  readonly wasKept: boolean;
  on<Event extends keyof Listeners>(event: Event, listener: (value: Listeners[Event]) => void): void;
  postMessage(message: unknown, transferred?: readonly Transferable[]): void;
  /** Sets whether it keeps the process alive. Initially it does. */
  holdProcess(holds: boolean): void;
  /** Call this once, when the worker has no work left: it is kept for the next user, or ended. */
  giveBack(): void;
  terminate(): Promise<unknown>;
}

/**
 * Takes a worker that runs a file: a kept one, or a new one. Its module is loaded once and must keep nothing of the work
 * that it has done. Loading one takes 0.1 to 0.6 s of processor time.
 */
export function takeWorker(file: URL, resourceLimits: ResourceLimits): TakenWorker {
  const kind = JSON.stringify([file.href, resourceLimits]);
  const last = kept.get(kind)?.at(-1);
  last?.release();
  last?.worker.ref();
  return lend(last?.worker ?? startWorker(file, resourceLimits), kind, last !== undefined);
}

function lend(worker: Worker, kind: string, wasKept: boolean): TakenWorker {
  const busyMs = (): number => worker.performance.eventLoopUtilization().active;
  const busyBefore = busyMs();
  const removals: (() => void)[] = [];
  return {
    wasKept,
    on: (event, listener) => {
      worker.on(event, listener);
      removals.push(() => worker.off(event, listener));
    },
    postMessage: (message, transferred = []) => worker.postMessage(message, transferred),
    holdProcess: (holds) => (holds ? worker.ref() : worker.unref()),
    giveBack: () => {
      for (const remove of removals.splice(0)) remove();
      const isShort = busyMs() - busyBefore < SHORT_MS;
      if (isShort && (kept.get(kind)?.length ?? 0) < MOST_KEPT) keep(worker, kind);
      else void worker.terminate();
    },
    terminate: () => worker.terminate(),
  };
}

function keep(worker: Worker, kind: string): void {
  const release = (): void => {
    clearTimeout(end);
    for (const event of ["error", "exit"]) worker.off(event, release);
    kept.set(kind, kept.get(kind)?.filter((each) => each.worker !== worker) ?? []);
  };
  const end = setTimeout(() => {
    release();
    void worker.terminate();
  }, KEPT_MS).unref();
  for (const event of ["error", "exit"]) worker.on(event, release);
  worker.unref();
  kept.set(kind, [...(kept.get(kind) ?? []), { worker, release }]);
}

/**
 * A worker inherits the flags of the process. One of them, `--input-type` of `node --eval`, makes it refuse a file: then
 * it starts with a line of code that imports the file. Flags cannot be removed one by one, because a worker refuses any
 * list that has a flag of V8.
 */
function startWorker(file: URL, resourceLimits: ResourceLimits): Worker {
  const options: WorkerOptions = { resourceLimits, env: SHARE_ENV };
  const refusesFiles = process.execArgv.some((each) => each.startsWith("--input-type"));
  return refusesFiles
    ? new Worker(`import(${JSON.stringify(file.href)})`, { ...options, eval: true })
    : new Worker(file, options);
}
