import { ColloquyError, type Extraction, isOutOfFiles, outOfFiles, type TurnView } from "../../model/index.ts";
import { type TakenWorker, takeWorker } from "../../threads/index.ts";
import type { WorkReply, WorkRequest } from "./messages.ts";

const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
/** A small young generation keeps a worker at about 100 MB; the rest is a roof for the worst of chunks. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 };

/** A thread loads a language's model for half a second of processor time: few batches are read sooner by one thread. */
const FURTHER_THREADS_AFTER_MS = 2_000;

interface Job {
  readonly views: readonly (readonly TurnView[])[];
  readonly resolve: (extractions: readonly Extraction[]) => void;
  readonly reject: (error: Error) => void;
}

interface Slot {
  readonly worker: TakenWorker;
  job: (Job & { readonly id: number }) | null;
}

/**
 * Threads that read chunks by rules, one batch a thread at a time, the rest in line: one is started when there is work,
 * the others when there still is after two seconds.
 */
export class RulesWorkerPool implements AsyncDisposable {
  readonly #size: number;
  readonly #furtherAfterMs: number;
  readonly #slots = new Set<Slot>();
  readonly #queue: Job[] = [];
  #nextId = 0;
  /** Set when the first thread is started: further ones are started from its end on. */
  #further: NodeJS.Timeout | null = null;
  #most = 1;
  #isClosed = false;

  constructor(size: number, furtherAfterMs = FURTHER_THREADS_AFTER_MS) {
    this.#size = size;
    this.#furtherAfterMs = furtherAfterMs;
  }

  /**
   * Extractions of the views, in order.
   * @throws the signal's reason when it is aborted first; Error when the thread dies; ColloquyError when the pool is closed.
   */
  run(views: readonly (readonly TurnView[])[], signal: AbortSignal): Promise<readonly Extraction[]> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#isClosed) throw closedError();
      const onAbort = (): void => {
        const waiting = this.#queue.indexOf(job);
        if (waiting >= 0) this.#queue.splice(waiting, 1);
        reject(signal.reason);
      };
      const job: Job = {
        views,
        resolve: (extractions) => {
          signal.removeEventListener("abort", onAbort);
          resolve(extractions);
        },
        reject: (error) => {
          signal.removeEventListener("abort", onAbort);
          reject(error);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#queue.push(job);
      this.#assign();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    if (this.#further !== null) clearTimeout(this.#further);
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const job of this.#queue.splice(0)) job.reject(closedError());
    for (const { job } of slots) job?.reject(closedError());
    for (const { worker, job } of slots) if (job === null) worker.giveBack();
    await Promise.all(slots.filter(({ job }) => job !== null).map(({ worker }) => worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const slot = [...this.#slots].find(({ job }) => job === null) ?? this.#start();
      const job = slot === null ? undefined : this.#queue.shift();
      if (slot === null || job === undefined) return;
      slot.job = { ...job, id: this.#nextId };
      this.#nextId += 1;
      slot.worker.holdProcess(true);
      slot.worker.postMessage({ id: slot.job.id, views: job.views } satisfies WorkRequest);
    }
  }

  #start(): Slot | null {
    this.#further ??= setTimeout(() => {
      this.#most = this.#size;
      this.#assign();
    }, this.#furtherAfterMs).unref();
    if (this.#slots.size >= this.#most) return null;
    const worker = takeWorker(WORKER, RESOURCE_LIMITS);
    const slot: Slot = { worker, job: null };
    this.#slots.add(slot);
    worker.on("message", (reply) => this.#finish(slot, reply as WorkReply));
    worker.on("error", (error) => this.#fail(slot, error));
    worker.on("exit", (code) => this.#fail(slot, new Error(`exit code ${code}`)));
    return slot;
  }

  #finish(slot: Slot, { id, extractions }: WorkReply): void {
    if (slot.job?.id !== id) return;
    slot.job.resolve(extractions);
    slot.job = null;
    // An idle thread must not keep the process alive.
    slot.worker.holdProcess(false);
    this.#assign();
  }

  /** A thread that died takes its batch with it; the next batch gets a new one. */
  #fail(slot: Slot, cause: Error): void {
    if (!this.#slots.delete(slot)) return;
    slot.job?.reject(
      isOutOfFiles(cause)
        ? outOfFiles(cause)
        : // No ColloquyError: that would stop the run, and the chunk that broke the rules would stop every run after it.
          new Error(`The rule-based extractor's thread died (${cause.message}).`, { cause }),
    );
    this.#assign();
  }
}

function closedError(): ColloquyError {
  return new ColloquyError(
    "interrupted",
    "The rule-based extractor was closed before it had read the batch. Run the command again; it goes on where it stopped.",
  );
}
