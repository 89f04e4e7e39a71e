import type { Clock } from "../../packages/colloquy/src/ports/index.ts";

export interface VirtualClock extends Clock {
  /**
   * Advances time from one sleeper's time to the next, as fast as the machine can, until `work` is done.
   * @throws Error when `work` waits and no sleeper is left.
   */
  runUntil<T>(work: Promise<T>): Promise<T>;
  /** The number of sleepers that were woken. */
  readonly wakes: number;
}

interface Sleeper {
  readonly wakesAt: number;
  /** Of two sleepers with the same time, the earlier one wakes first. */
  readonly number: number;
  /** Null after it was woken or its signal was aborted. */
  wake: (() => void) | null;
}

/** A clock for simulations of hours with thousands of sleepers: a heap, where the fake clock of the tests has a list. */
export function createVirtualClock(start = 0): VirtualClock {
  const sleepers: Sleeper[] = [];
  let now = start;
  let numbers = 0;
  let wakes = 0;

  function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = (): void => {
        sleeper.wake = null;
        reject(signal.reason);
      };
      const wake = (): void => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper: Sleeper = { wakesAt: now + Math.max(0, milliseconds), number: (numbers += 1), wake };
      push(sleepers, sleeper);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  async function runUntil<T>(work: Promise<T>): Promise<T> {
    const progress = { done: false };
    const finish = (): void => void (progress.done = true);
    work.then(finish, finish);
    await settle();
    while (!progress.done) {
      if (sleepers.length === 0) await settleSlowly();
      if (progress.done) break;
      const sleeper = pop(sleepers);
      if (sleeper === undefined) throw new Error("The work is not done, and no sleeper is left to continue it.");
      if (sleeper.wake === null) continue;
      now = sleeper.wakesAt;
      wakes += 1;
      sleeper.wake();
      await settle();
    }
    return await work;
  }

  return {
    now: () => now,
    sleep,
    runUntil,
    get wakes() {
      return wakes;
    },
  };
}

/** Runs all promises that are ready: a tick comes when their queue is empty. */
function settle(): Promise<void> {
  return new Promise((resolve) => void process.nextTick(resolve));
}

/** The same for work that passes through the event loop, at ten times the cost. */
function settleSlowly(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

const before = (one: Sleeper, other: Sleeper): boolean =>
  one.wakesAt < other.wakesAt || (one.wakesAt === other.wakesAt && one.number < other.number);

/** Binary heap: a parent never wakes after its children. */
function push(heap: Sleeper[], added: Sleeper): void {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || before(above, added)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = added;
}

function pop(heap: Sleeper[]): Sleeper | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    const child = earlierChild(heap, place);
    const below = heap[child];
    if (below === undefined || before(last, below)) break;
    heap[place] = below;
    place = child;
  }
  heap[place] = last;
  return first;
}

function earlierChild(heap: readonly Sleeper[], place: number): number {
  const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
  return left !== undefined && right !== undefined && before(right, left) ? 2 * place + 2 : 2 * place + 1;
}
