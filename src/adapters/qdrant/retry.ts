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

export interface RetryOptions {
  readonly retryMs: number;
  readonly signal: AbortSignal;
  readonly onRetry: (failure: Failure) => void;
}

/** Tries again what may pass, for `retryMs`; waits as long as the server asked, or with full jitter. */
export async function retrying<Answer>(
  attempt: () => Promise<Answer>,
  { retryMs, signal, onRetry }: RetryOptions,
): Promise<Answer> {
  const start = performance.now();
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    signal,
    async shouldRetry({ error, attemptNumber }) {
      if (!(error instanceof RequestFailure) || !error.failure.mayPass) return false;
      const waitMs = retryWaitMs(attemptNumber, error.failure.retryAfterMs, Math.random());
      if (performance.now() - start + waitMs > retryMs) return false;
      onRetry(error.failure);
      await wait(waitMs, undefined, { signal });
      return true;
    },
  });
}

/**
 * Full jitter: any time up to a bound that doubles from half a second to 15 s, so that many who wait do not come back
 * at once; never less than the server asked for. `random` is from 0 to 1.
 */
export function retryWaitMs(attempt: number, retryAfterMs: number, random: number): number {
  const bound = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt - 1));
  return retryAfterMs + random * bound;
}
