import type { RateLimiter } from "@colloquy/rate-limit";

/** The call was never sent because its run was stopped. Its chunks stay pending. */
export class CancelledCall extends Error {
  constructor() {
    super("The call was cancelled because the run was stopped.");
    this.name = "CancelledCall";
  }
}

/**
 * Closes limiters when a run is stopped: waiting calls are cancelled, calls in flight continue to their end. Dispose of the
 * result when the limiters are no longer used.
 */
export function cancelWhenStopped(limiters: readonly RateLimiter[], stop: AbortSignal): Disposable {
  const close = (): void => {
    for (const limiter of limiters) limiter.close(new CancelledCall());
  };
  if (stop.aborted) close();
  else stop.addEventListener("abort", close, { once: true });
  return { [Symbol.dispose]: () => stop.removeEventListener("abort", close) };
}

/** Resolves when the limiter can take another call, or when the run is stopped. */
export function whenWantedOrStopped(limiter: RateLimiter, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      stop.removeEventListener("abort", leave);
      resolve();
    };
    if (stop.aborted) return resolve();
    stop.addEventListener("abort", leave, { once: true });
    limiter.whenWanted().then(leave, (error: unknown) => {
      stop.removeEventListener("abort", leave);
      reject(error);
    });
  });
}
