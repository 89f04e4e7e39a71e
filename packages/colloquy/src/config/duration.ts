import { z } from "zod";

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;
const WRITTEN = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/;
const LONGEST = 24 * SECONDS.h;

/** The seconds of `90s`, `10m`, `1.5h` or a bare number of seconds; null for another text, and outside of 1 s to 24 h. */
function secondsOf(written: string | number): number | null {
  const [, number, unit = "s"] = WRITTEN.exec(String(written).trim()) ?? [];
  if (number === undefined) return null;
  const seconds = Number(number) * SECONDS[unit as keyof typeof SECONDS];
  return seconds >= 1 && seconds <= LONGEST ? seconds : null;
}

/** A duration in a user's notation. Its value is in seconds. */
export const duration = z.union([z.string(), z.number()]).transform((written, context) => {
  const seconds = secondsOf(written);
  if (seconds !== null) return seconds;
  context.addIssue("no duration");
  return z.NEVER;
});
