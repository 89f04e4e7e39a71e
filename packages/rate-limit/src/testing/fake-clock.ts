import type { Clock } from "../clock.ts";

export interface FakeClock extends Clock {
  /** Moves time on, waking sleepers in the order of their times; what they do at once is done when it resolves. */
  advance(milliseconds: number): Promise<void>;
  /** How many sleep. */
  readonly sleeping: number;
  /** When the next sleeper wakes, in milliseconds since the epoch; null when nobody sleeps. */
  readonly nextWake: number | null;
}

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
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
      await settle();
      for (let sleeper = next(); sleeper !== null && sleeper.wakesAt <= end; sleeper = next()) {
        now = Math.max(now, sleeper.wakesAt);
        sleeper.wake();
        await settle();
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

/** Lets everything run that waits for nothing but its turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
