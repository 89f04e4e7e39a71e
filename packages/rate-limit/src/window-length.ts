/** Windows that providers use. */
const KNOWN_WINDOWS_MS = [60_000, 1_000, 10_000, 3_600_000, 86_400_000] as const;
const MINUTE_MS = KNOWN_WINDOWS_MS[0];

/**
 * The window that a limit counts over, from the time until its bucket is full again: reset * limit / used. Resets are
 * rounded to milliseconds or seconds, and `remaining` to whole units, so that only a range is known.
 * @param current the window as known before, which stays if it is in that range.
 */
export function windowLength(
  { limit, remaining, resetMs }: { readonly limit: number; readonly remaining: number; readonly resetMs: number },
  current: number | null,
): number {
  const used = limit - remaining;
  // If nothing is left, more than the limit may have been used: the limit may have been lowered.
  if (used <= 0 || remaining <= 0 || resetMs <= 0) return current ?? MINUTE_MS;
  const grain = resetMs % 1000 === 0 ? 1000 : 1;
  const least = ((resetMs - grain) * limit) / (used + 1);
  // A unit that is reported as used may have flowed off almost completely, as a refused call finds it. A first estimate
  // assumes that half of it is left; a known window is not refuted by that.
  const leastUsed = Math.max(current === null ? 0.5 : 0, used - 1);
  const most = ((resetMs + grain) * limit) / leastUsed;
  const possible = (window: number) => window >= least && window <= most;
  if (current !== null && possible(current)) return current;
  const known = KNOWN_WINDOWS_MS.find(possible);
  if (known !== undefined) return known;
  // Neither a known window nor a good measurement: nothing is learnt.
  return most > 1.3 * least ? (current ?? MINUTE_MS) : (resetMs * limit) / used;
}
