import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import type { liveRun } from "../api/index.ts";

export type LiveRun = z.input<typeof liveRun>;

export interface LiveRunsOptions {
  readonly read: (workspace: string) => Promise<LiveRun>;
  /** Changes when the state of a run may have changed. */
  readonly stamp: (workspace: string) => string;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

interface Known {
  readonly state: Promise<LiveRun>;
  readonly stamp: string;
  readonly readAt: number;
  /** When the stamp was compared last. */
  checkedAt: number;
  tookMs: number;
}

/** The state and its stamp are read at most so often. */
const INTERVAL_MS = 500;
/** Reading the state takes at most a tenth of the time, unless it takes so long that nothing would be seen of a short run. */
const INTERVALS_OF_A_READ = 10;
const LONGEST_PAUSE_MS = 3_000;

/** The states of runs, which all clients share. */
export class LiveRuns {
  readonly #options: LiveRunsOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: LiveRunsOptions) {
    this.#options = options;
  }

  read(workspace: string): Promise<LiveRun> {
    const { read, stamp: stampOf, now } = this.#options;
    const known = this.#known.get(workspace);
    if (known !== undefined && this.#isRecent(known)) return known.state;
    const stamp = stampOf(workspace);
    const checkedAt = now();
    if (known?.stamp === stamp) {
      known.checkedAt = checkedAt;
      return known.state;
    }
    const state = read(workspace);
    const reading: Known = { state, stamp, readAt: checkedAt, checkedAt, tookMs: 0 };
    this.#known.set(workspace, reading);
    state.then(
      () => (reading.tookMs = now() - checkedAt),
      () => this.#known.delete(workspace),
    );
    return state;
  }

  /** The state at once, and whenever it changed, until the signal is aborted. */
  async *follow(workspace: string, signal: AbortSignal): AsyncIterable<LiveRun> {
    let before = "";
    while (!signal.aborted) {
      const state = await this.read(workspace);
      const text = JSON.stringify(state);
      if (text !== before) yield state;
      before = text;
      await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #isRecent({ readAt, checkedAt, tookMs }: Known): boolean {
    const now = this.#options.now();
    return now - checkedAt < INTERVAL_MS || now - readAt < Math.min(LONGEST_PAUSE_MS, INTERVALS_OF_A_READ * tookMs);
  }
}
