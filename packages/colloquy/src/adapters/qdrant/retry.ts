import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { Failure } from "./failure.ts";

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** A request that failed, as `readFailure` tells it. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.what, { cause });
    this.name = "RequestFailure";
    this.failure = failure;
  }
}

/** Nobody waits any longer for a request that has failed. */
export class RetryStopped extends Error {
  constructor() {
    super("No request is tried again.");
    this.name = "RetryStopped";
  }
}

export interface RetryOptions {
  /** For how long, from the first failure on. */
  readonly retryMs: number;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Ends what has failed before, at once, and what fails afterwards. */
  readonly stop: AbortSignal;
  readonly onRetry: (failure: Failure) => void;
}

/**
 * Tries again what may pass, for `retryMs`; waits as long as the server asked, or with full jitter.
 * @throws RetryStopped where it would be tried again and `stop` is aborted.
 */
export async function retrying<Answer>(
  attempt: () => Promise<Answer>,
  { retryMs, signal, stop, onRetry }: RetryOptions,
): Promise<Answer> {
  let firstFailureMs: number | null = null;
  const attemptUnlessStopped = async (number: number) => (number === 1 ? attempt() : unlessStopped(attempt(), stop));
  return pRetry(attemptUnlessStopped, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    signal,
    async shouldRetry({ error, attemptNumber }) {
      if (!(error instanceof RequestFailure) || !error.failure.mayPass) return false;
      firstFailureMs ??= performance.now();
      const waitMs = retryWaitMs(attemptNumber, error.failure.retryAfterMs, Math.random());
      if (performance.now() - firstFailureMs + waitMs > retryMs) return false;
      if (stop.aborted) throw new RetryStopped();
      onRetry(error.failure);
      await waitUnlessStopped(waitMs, { signal, stop });
      return true;
    },
  });
}

async function waitUnlessStopped(ms: number, { signal, stop }: Pick<RetryOptions, "signal" | "stop">): Promise<void> {
  try {
    await wait(ms, undefined, { signal: AbortSignal.any([signal, stop]) });
  } catch (error) {
    throw stop.aborted ? new RetryStopped() : error;
  }
}

/** @throws RetryStopped as soon as `stop` is aborted; the work itself goes on, and nobody hears how it ends. */
async function unlessStopped<Answer>(work: Promise<Answer>, stop: AbortSignal): Promise<Answer> {
  const over = new AbortController();
  const stopped = async (): Promise<never> => {
    if (!stop.aborted) await once(stop, "abort", { signal: over.signal });
    throw new RetryStopped();
  };
  try {
    return await Promise.race([work, stopped()]);
  } finally {
    over.abort();
  }
}

/**
 * Full jitter: any time up to a bound that doubles from half a second to 15 s, so that many who wait do not come back
 * at once; never less than the server asked for. `random` is from 0 to 1.
 */
export function retryWaitMs(attempt: number, retryAfterMs: number, random: number): number {
  const bound = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt - 1));
  return retryAfterMs + random * bound;
}
