import type { LockHolder } from "../adapters/sqlite/lock.ts";
import { hasReport } from "../metrics/index.ts";

/** A notice of a run that was killed, so that nobody searches for its report; null where there is a report. */
export function crashedRunNotice(before: LockHolder | null, reportsIn: string): string | null {
  if (before === null || hasReport(reportsIn, before.run)) return null;
  return `The run before this one (${before.run}, since ${before.since}) was cut off, as by kill -9 or a power cut, and left no report in ${reportsIn}; what it was answered is kept, and its log says how far it came.`;
}
