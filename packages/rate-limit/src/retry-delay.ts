const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long a call waits before its next attempt: a random time up to a bound that doubles with each failure ("full
 * jitter", M. Brooker, "Exponential backoff and jitter", 2015), and at least the time that the provider asks for.
 * @param failures how many attempts have failed, from 1.
 */
export function retryDelay(failures: number, retryAfterMs: number | null, random: () => number): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.max(retryAfterMs ?? 0, random() * bound);
}

/** How long all calls wait before the next probe. */
export function probeDelay(failures: number, longestMs: number, random: () => number): number {
  const bound = Math.min(longestMs, FIRST_MS * 2 ** Math.min(30, failures));
  return bound * (0.5 + 0.5 * random());
}
