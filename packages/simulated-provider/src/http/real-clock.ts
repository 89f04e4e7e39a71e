import { setTimeout as sleep } from "node:timers/promises";
import { performance } from "node:perf_hooks";
import type { Clock } from "../clock.ts";

/** The time of this process. It is not affected when the clock of the machine is set. */
export const REAL_CLOCK: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (milliseconds, signal) => {
    signal.throwIfAborted();
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
  },
};
