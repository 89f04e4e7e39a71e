import { RecentRate } from "../../metrics/index.ts";
import type { LaneProgress, LaneWaits, RunEvent, RunListener } from "../../pipeline/index.ts";
import type { Clock, Lane } from "../../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { AdmittedLately } from "./admitted-lately.ts";
import { ApproachedLimits } from "./approached-limits.ts";
import { LaneSums } from "./lane-sums.ts";
import { TimeLeft } from "../time-left.ts";

const INTERVAL_MS = 1000;
/** A shorter wait for the budget or the ledger is the ordinary way of a reply. */
const LONG_WAIT_MS = 1000;

/** What is looked at. */
export interface WatchedLane {
  readonly lane: Lane;
  readonly limiter: { readonly snapshot: LimiterSnapshot };
  readonly waits: Pick<LaneWaits, "longest">;
  /** Aborted: what is not under way will not be done in this run. */
  readonly stop: AbortSignal;
}

/** Tells how the calls of a model's lane stand, once a second where anything changed, and at last when it is disposed of. */
export class LaneWatch implements Disposable {
  readonly #watched: WatchedLane;
  readonly #emit: RunListener;
  readonly #clock: Clock;
  readonly #sums: LaneSums;
  readonly #rate = new RecentRate();
  readonly #timeLeft = new TimeLeft();
  readonly #lately = new AdmittedLately();
  readonly #approached = new ApproachedLimits();
  readonly #ended = new AbortController();
  #last = "";

  /** @param sums of what was heard of the lane before it is watched. */
  constructor(watched: WatchedLane, emit: RunListener, clock: Clock, sums = new LaneSums(watched.lane)) {
    this.#watched = watched;
    this.#emit = emit;
    this.#clock = clock;
    this.#sums = sums;
    void this.#lookOften();
  }

  /** Hears every event of the run. */
  hear(event: RunEvent): void {
    this.#sums.hear(event);
    const now = this.#clock.now();
    this.#timeLeft.reached(this.#sums.done, now);
    if (this.#sums.hasBegun) this.#rate.begin(now);
  }

  [Symbol.dispose](): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#look();
  }

  async #lookOften(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      // The only way in which it fails is that the watch has ended.
      await this.#clock.sleep(INTERVAL_MS, signal).catch(() => undefined);
      if (!signal.aborted) this.#look();
    }
  }

  #look(): void {
    const { snapshot } = this.#watched.limiter;
    const { total } = this.#sums;
    // Until it is known what there is to do, a call only learns of its model.
    if (snapshot.attempts === 0 || total === null || total === 0) return;
    const progress = this.#progress(snapshot, total);
    const now = JSON.stringify({ ...progress, admittedPerMinute: null });
    if (now !== this.#last) this.#emit(progress);
    this.#last = now;
    for (const event of this.#approached.compare(progress)) this.#emit(event);
  }

  #progress(snapshot: LimiterSnapshot, total: number): LaneProgress {
    const { inFlight, waiting, ceiling, attempts, rateLimited, admitted, perMinute } = snapshot;
    const { done, batches, retries, deadLetters, costs } = this.#sums;
    const { costUsd, costAtLeastUsd, costAtMostUsd } = costs.total;
    const now = this.#clock.now();
    return {
      event: "lane.progress",
      lane: this.#watched.lane,
      done,
      total,
      batches: { done: batches, expected: done >= total ? batches : this.#expectedBatches(inFlight + waiting) },
      chunksPerSecond: this.#chunksPerSecond(now),
      secondsLeft: this.#secondsLeft(total, inFlight, now),
      inFlight,
      waiting,
      waitingFor: this.#waitingFor(snapshot),
      ceiling,
      attempts,
      rateLimited,
      retries,
      deadLetters,
      admittedPerMinute: this.#lately.look(admitted, now),
      admitted,
      perMinute,
      costUsd,
      costAtLeastUsd,
      costAtMostUsd,
    };
  }

  /** As many as were expected, and no fewer than are done and under way. */
  #expectedBatches(underWay: number): number {
    const { batches, expectedCalls } = this.#sums;
    return Math.max(batches + 1, batches + underWay, Math.round(expectedCalls));
  }

  #chunksPerSecond(now: number): number | null {
    return this.#sums.done === 0 ? null : this.#rate.perSecond(now, this.#sums.done);
  }

  /** Null until as many batches came back as are in flight, too: the first ones tell little of the others. */
  #secondsLeft(total: number, inFlight: number, now: number): number | null {
    const { done, batches, overBudget } = this.#sums;
    if (done >= total) return 0;
    if (this.#watched.stop.aborted || overBudget || batches < inFlight) return null;
    return this.#timeLeft.seconds(total, now);
  }

  #waitingFor({ waitingFor }: LimiterSnapshot): LaneProgress["waitingFor"] {
    const { waits } = this.#watched;
    if (waitingFor !== null) return waitingFor;
    if (this.#sums.overBudget || waits.longest("budget") >= LONG_WAIT_MS) return "budget";
    return waits.longest("store") >= LONG_WAIT_MS ? "store" : null;
  }
}
