import { ColloquyError, FINISHED_WORK_IS_KEPT } from "../model/index.ts";
import { POOLED_OBJECT } from "./protocol.ts";
import { startThread, type Thread, type ThreadKind } from "./thread.ts";

/** The threads of a pool, and when they start. */
export interface ThreadPoolOptions extends ThreadKind {
  /** At most this many threads. */
  readonly threads: number;
  /** The first thread starts with the first job; the others start when jobs still wait after this time. */
  readonly furtherAfterMs: number;
}

export interface JobOptions {
  /** Aborted: the job is rejected with the signal's reason. A thread that has begun it finishes it first. */
  readonly signal?: AbortSignal;
  /** Whether a further thread may start for this job; default true. Without it the job takes an idle thread or the first. */
  readonly startsFurther?: boolean;
}

interface Job<Served> {
  readonly startsFurther: boolean;
  /** Settles the caller's promise. Never rejects. */
  perform(served: Promise<Served>): Promise<void>;
}

/** A thread of the pool. */
interface Slot<Served> {
  readonly thread: Promise<Thread<null>>;
  /** Null until it has started. */
  started: Thread<null> | null;
  job: Job<Served> | null;
}

/**
 * Threads that serve one object each (see `serveInPool`). A thread has one job at a time, the other jobs wait in their
 * order. A job that breaks its thread is rejected, and no other job is lost with it: the next job gets another thread.
 * An idle thread does not keep the process alive.
 */
export class ThreadPool<Served extends object> implements AsyncDisposable {
  readonly #options: ThreadPoolOptions;
  readonly #slots = new Set<Slot<Served>>();
  readonly #waiting = new Set<Job<Served>>();
  /** Promises of callers that are not settled. */
  readonly #unsettled = new Set<Promise<unknown>>();
  #furtherTimer: NodeJS.Timeout | null = null;
  #mostThreads = 1;
  #isClosed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /**
   * Runs a job on a thread.
   * @throws what the job throws; the signal's reason; ColloquyError when the thread dies or the pool is closed.
   */
  async run<Result>(
    work: (served: Served) => Promise<Result>,
    { signal, startsFurther = true }: JobOptions = {},
  ): Promise<Result> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closedError(this.#options.name);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const job: Job<Served> = {
      startsFurther,
      perform: async (served) => served.then(work).then(resolve, reject),
    };
    const onAbort = (): void => {
      this.#waiting.delete(job);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#unsettled.add(promise);
    this.#waiting.add(job);
    this.#assign();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#unsettled.delete(promise);
    }
  }

  /** Waits for the jobs that are not aborted, then ends the threads. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#unsettled);
    if (this.#furtherTimer !== null) clearTimeout(this.#furtherTimer);
    await Promise.all([...this.#slots].map(endThread));
  }

  #assign(): void {
    for (const job of this.#waiting) {
      const slot = this.#idleSlot() ?? this.#startThread(job);
      if (slot === null) continue;
      this.#waiting.delete(job);
      slot.job = job;
      void this.#perform(job, slot);
    }
  }

  async #perform(job: Job<Served>, slot: Slot<Served>): Promise<void> {
    slot.started = await slot.thread.catch(() => null);
    slot.started?.holdProcess(true);
    await job.perform(slot.thread.then(({ client }) => client.object<Served>(POOLED_OBJECT)));
    slot.started?.holdProcess(false);
    slot.job = null;
    this.#assign();
  }

  /** Returns an idle thread and removes dead threads. */
  #idleSlot(): Slot<Served> | null {
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      if (slot.started !== null && !slot.started.isDead) return slot;
      this.#slots.delete(slot);
    }
    return null;
  }

  #startThread({ startsFurther }: Job<Served>): Slot<Served> | null {
    if (this.#slots.size >= (startsFurther ? this.#mostThreads : 1)) return null;
    this.#furtherTimer ??= setTimeout(() => {
      this.#mostThreads = this.#options.threads;
      this.#assign();
    }, this.#options.furtherAfterMs).unref();
    const thread = startThread<null>({ ...this.#options, data: null, isReusable: true });
    const slot: Slot<Served> = { thread, started: null, job: null };
    this.#slots.add(slot);
    return slot;
  }
}

/** A thread with an aborted job is terminated, because the job may still run. */
async function endThread<Served>({ thread, job }: Slot<Served>): Promise<void> {
  const started = await thread.catch(() => null);
  if (job === null) await started?.[Symbol.asyncDispose]();
  else await started?.terminate();
}

function closedError(name: string): ColloquyError {
  return new ColloquyError(
    "interrupted",
    `The ${name} threads were closed before this work began. ${FINISHED_WORK_IS_KEPT}`,
  );
}
