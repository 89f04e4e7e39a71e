import type { Clock } from "./clock.ts";

export interface FakeClock extends Clock {
  /** Advances the time and wakes sleepers in the order of their times. Resolves after the work that they do at once. */
  advance(milliseconds: number): Promise<void>;
  /** The number of sleepers. */
  readonly sleeping: number;
  /** When the next sleeper wakes, in milliseconds since the epoch; null without sleepers. */
  readonly nextWake: number | null;
}

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test advances it. */
export function createFakeClock(start = 0): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const next = (): Sleeper | null =>
    [...sleepers].reduce<Sleeper | null>(
      (first, one) => (first === null || one.wakesAt < first.wakesAt ? one : first),
      null,
    );

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const sleeper: Sleeper = {
          wakesAt: now + Math.max(0, milliseconds),
          wake: () => {
            leave();
            resolve();
          },
        };
        const abort = () => {
          leave();
          reject(signal.reason);
        };
        const leave = () => {
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", abort);
        };
        sleepers.add(sleeper);
        signal.addEventListener("abort", abort, { once: true });
      }),
    async advance(milliseconds) {
      const end = now + milliseconds;
      await runMicrotasks();
      for (let sleeper = next(); sleeper !== null && sleeper.wakesAt <= end; sleeper = next()) {
        now = Math.max(now, sleeper.wakesAt);
        sleeper.wake();
        await runMicrotasks();
      }
      now = end;
    },
    get sleeping() {
      return sleepers.size;
    },
    get nextWake() {
      return next()?.wakesAt ?? null;
    },
  };
}

/** Lets all pending microtasks run. */
function runMicrotasks(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
