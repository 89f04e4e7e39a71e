import { type ResourceLimits, SHARE_ENV, type Transferable, Worker } from "node:worker_threads";

/** How long a worker waits for more work: whoever opens one workspace after another starts none again. */
const KEPT_MS = 10_000;
/** So many of a kind are kept at most. */
const MOST_KEPT = 2;
/** A worker that was busy for longer holds memory that is worth more than the time to start another. */
const SHORT_MS = 1_000;

type Listeners = { readonly message: unknown; readonly error: Error; readonly exit: number };

interface Kept {
  readonly worker: Worker;
  readonly leave: () => void;
}

/** Workers without work, by what they are. */
const kept = new Map<string, Kept[]>();

/** A worker as long as one user has it. */
export interface TakenWorker {
  on<Event extends keyof Listeners>(event: Event, listener: (value: Listeners[Event]) => void): void;
  postMessage(message: unknown, transferred?: readonly Transferable[]): void;
  /** Whether it keeps the process alive, which it does at first. */
  holdProcess(holds: boolean): void;
  /** To be called once, when it has no work left: it is kept for whoever takes the next, or ended. */
  giveBack(): void;
  terminate(): Promise<unknown>;
}

/**
 * A worker of a file, which may have worked before: its module is loaded once and must hold nothing of the work that it
 * has done. To load one takes 0.1 to 0.6 s of processor time.
 */
export function takeWorker(file: URL, resourceLimits: ResourceLimits): TakenWorker {
  const kind = JSON.stringify([file.href, resourceLimits]);
  const last = kept.get(kind)?.at(-1);
  last?.leave();
  last?.worker.ref();
  return lend(last?.worker ?? startWorker(file, resourceLimits), kind);
}

function lend(worker: Worker, kind: string): TakenWorker {
  const busyMs = (): number => worker.performance.eventLoopUtilization().active;
  const busyBefore = busyMs();
  const removals: (() => void)[] = [];
  return {
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
  const leave = (): void => {
    clearTimeout(end);
    for (const event of ["error", "exit"]) worker.off(event, leave);
    kept.set(kind, kept.get(kind)?.filter((each) => each.worker !== worker) ?? []);
  };
  const end = setTimeout(() => {
    leave();
    void worker.terminate();
  }, KEPT_MS).unref();
  for (const event of ["error", "exit"]) worker.on(event, leave);
  worker.unref();
  kept.set(kind, [...(kept.get(kind) ?? []), { worker, leave }]);
}

function startWorker(file: URL, resourceLimits: ResourceLimits): Worker {
  // `--input-type` is for `node --eval`: a worker that inherits it refuses its file. Node lets a worker be given no flag of V8.
  const execArgv = process.execArgv.some((each) => each.startsWith("--input-type")) ? { execArgv: [] } : {};
  return new Worker(file, { resourceLimits, env: SHARE_ENV, ...execArgv });
}
