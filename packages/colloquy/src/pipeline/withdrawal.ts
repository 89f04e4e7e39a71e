import type { RateLimiter } from "@colloquy/rate-limit";

/** Why a call was never sent: its run was stopped. What it asked for stays pending. */
export class Withdrawal extends Error {
  constructor() {
    super("The call was withdrawn, because the run was stopped.");
    this.name = "Withdrawal";
  }
}

/** Closes limiters as soon as a run is stopped: what waits is withdrawn, what is in flight ends. Dispose of it when they are needed no more. */
export function withdrawWhenStopped(limiters: readonly RateLimiter[], stop: AbortSignal): Disposable {
  const close = (): void => {
    for (const limiter of limiters) limiter.close(new Withdrawal());
  };
  if (stop.aborted) close();
  else stop.addEventListener("abort", close, { once: true });
  return { [Symbol.dispose]: () => stop.removeEventListener("abort", close) };
}

/** Resolves when another call is wanted, or when there are to be none. */
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
