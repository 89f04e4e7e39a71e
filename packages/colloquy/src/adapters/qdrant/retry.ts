import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { Failure } from "./failure.ts";

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** A failed request, described by `readFailure`. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.what, { cause });
    this.name = "RequestFailure";
    this.failure = failure;
  }
}

/** A failed request is not retried any more. */
export class RetryStopped extends Error {
  constructor() {
    super("Requests are not retried any more.");
    this.name = "RetryStopped";
  }
}

export interface RetryOptions {
  /** How long to retry after the first failure. */
  readonly retryMs: number;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  /** Ends retries at once; later failures are not retried. */
  readonly stop: AbortSignal;
  readonly onRetry: (failure: Failure) => void;
}

/**
 * Retries transient failures for `retryMs`. Waits as long as the server asks, or with full jitter.
 * @throws RetryStopped instead of a retry when `stop` is aborted.
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

/** @throws RetryStopped as soon as `stop` is aborted; the work continues, and its result is ignored. */
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
 * Full jitter: a random wait below a limit that doubles from half a second to 15 s, so clients do not return all at
 * once; never shorter than the server's `Retry-After`. `random` is from 0 to 1.
 */
export function retryWaitMs(attempt: number, retryAfterMs: number, random: number): number {
  const bound = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt - 1));
  return retryAfterMs + random * bound;
}
