/** Windows that providers are known to count over. */
const KNOWN_WINDOWS_MS = [60_000, 1_000, 10_000, 3_600_000, 86_400_000] as const;
const MINUTE_MS = KNOWN_WINDOWS_MS[0];

/**
 * The window that a limit counts over, from how long its bucket takes to be full again: reset * limit / used. Resets
 * are told in milliseconds or in whole seconds, and what was used in whole units, so that only a range is known.
 * @param current what was taken for true before: it stays where it is possible.
 */
export function windowLength(
  { limit, remaining, resetMs }: { readonly limit: number; readonly remaining: number; readonly resetMs: number },
  current: number | null,
): number {
  const used = limit - remaining;
  // Where nothing is left, more than the limit may have been used: it may have been lowered.
  if (used <= 0 || remaining <= 0 || resetMs <= 0) return current ?? MINUTE_MS;
  const grain = resetMs % 1000 === 0 ? 1000 : 1;
  const least = ((resetMs - grain) * limit) / (used + 1);
  // One that is told as used may have flowed off almost wholly: a call that was refused finds it so and takes nothing.
  // To guess at first, half of it is taken to be left; what was taken for true before is not refuted by that.
  const leastUsed = Math.max(current === null ? 0.5 : 0, used - 1);
  const most = ((resetMs + grain) * limit) / leastUsed;
  const possible = (window: number) => window >= least && window <= most;
  if (current !== null && possible(current)) return current;
  const known = KNOWN_WINDOWS_MS.find(possible);
  if (known !== undefined) return known;
  // Neither a window that is known nor a good measurement: nothing was learnt.
  return most > 1.3 * least ? (current ?? MINUTE_MS) : (resetMs * limit) / used;
}
