import { type ResourceLimits, SHARE_ENV, Worker } from "node:worker_threads";

/** How long a worker waits for more work: whoever opens one workspace after another starts none again. */
const KEPT_MS = 10_000;

/** Workers without work, by what they are. */
const kept = new Map<string, KeptWorker[]>();
/** What each worker is, from its start on. */
const kinds = new WeakMap<Worker, string>();

interface KeptWorker {
  readonly worker: Worker;
  readonly end: NodeJS.Timeout;
}

/**
 * A worker of a file, which may have worked before: its module is loaded once and must hold nothing of the work that it
 * has done. To load one takes 0.1 to 0.6 s of processor time.
 */
export function takeWorker(file: URL, resourceLimits: ResourceLimits): Worker {
  const kind = JSON.stringify([file.href, resourceLimits]);
  const last = kept.get(kind)?.pop();
  if (last === undefined) return startWorker(file, resourceLimits, kind);
  clearTimeout(last.end);
  forgetListeners(last.worker);
  last.worker.ref();
  return last.worker;
}

/** Keeps a worker that has no work left for whoever takes the next, for ten seconds; it keeps no process alive. */
export function giveBackWorker(worker: Worker): void {
  const kind = kinds.get(worker) ?? "";
  const end = setTimeout(() => {
    leave();
    void worker.terminate();
  }, KEPT_MS).unref();
  const entry = { worker, end };
  const leave = (): void => {
    clearTimeout(end);
    const others = kept.get(kind)?.filter((each) => each !== entry) ?? [];
    kept.set(kind, others);
  };
  forgetListeners(worker);
  worker.on("error", leave);
  worker.on("exit", leave);
  worker.unref();
  kept.set(kind, [...(kept.get(kind) ?? []), entry]);
}

/** Those of its user. Node has listeners of its own for other events of a worker. */
function forgetListeners(worker: Worker): void {
  for (const event of ["message", "messageerror", "error", "exit"]) worker.removeAllListeners(event);
}

function startWorker(file: URL, resourceLimits: ResourceLimits, kind: string): Worker {
  // `--input-type` is for `node --eval`: a worker that inherits it refuses its file.
  const execArgv = process.execArgv.some((each) => each.startsWith("--input-type")) ? { execArgv: [] } : {};
  const worker = new Worker(file, { resourceLimits, env: SHARE_ENV, ...execArgv });
  kinds.set(worker, kind);
  return worker;
}
