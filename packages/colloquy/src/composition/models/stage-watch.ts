import type { CallAccount, StageWaits } from "../../calls/index.ts";
import { RecentRate } from "../../metrics/index.ts";
import type { CallsProgress, RunEvent, RunListener } from "../../pipeline/index.ts";
import type { Clock, ModelStage } from "../../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { AdmittedLately } from "./admitted-lately.ts";
import { ApproachedLimits } from "./approached-limits.ts";
import { TimeLeft } from "../time-left.ts";

const INTERVAL_MS = 1000;
/** A shorter wait for the budget or the ledger is the ordinary way of a reply. */
const LONG_WAIT_MS = 1000;

/** What is watched. */
export interface WatchedStage {
  readonly stage: ModelStage;
  /** Counts the run's calls. */
  readonly account: CallAccount;
  readonly limiter: { readonly snapshot: LimiterSnapshot };
  readonly waits: Pick<StageWaits, "longest">;
  /** Aborted: what is not in flight will not be done in this run. */
  readonly stop: AbortSignal;
}

/** Emits the progress of a stage that calls a model: once a second where anything changed, and once when it is disposed of. */
export class StageWatch implements Disposable {
  readonly #watched: WatchedStage;
  readonly #emit: RunListener;
  readonly #clock: Clock;
  readonly #work: StageWork;
  readonly #rate = new RecentRate();
  readonly #timeLeft = new TimeLeft();
  readonly #lately = new AdmittedLately();
  readonly #approached = new ApproachedLimits();
  readonly #ended = new AbortController();
  #last = "";

  constructor(watched: WatchedStage, emit: RunListener, clock: Clock) {
    this.#watched = watched;
    this.#emit = emit;
    this.#clock = clock;
    this.#work = new StageWork(watched.stage);
    void this.#lookOften();
  }

  /** Takes every event of the run. */
  listen(event: RunEvent): void {
    this.#work.listen(event);
    const now = this.#clock.now();
    this.#timeLeft.reached(this.#work.done, now);
    if (this.#work.hasBegun) this.#rate.begin(now);
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
    const { total } = this.#work;
    // Before it is known what there is to do, a call can only be a ping.
    if (snapshot.attempts === 0 || total === null || total === 0) return;
    const progress = this.#progress(snapshot, total);
    const now = JSON.stringify({ ...progress, admittedPerMinute: null });
    if (now !== this.#last) this.#emit(progress);
    this.#last = now;
    for (const event of this.#approached.compare(progress)) this.#emit(event);
  }

  #progress(snapshot: LimiterSnapshot, total: number): CallsProgress {
    const { inFlight, waiting, ceiling, admitted, perMinute } = snapshot;
    const { done, batches, deadLetters } = this.#work;
    const { stage, account } = this.#watched;
    const { attempts, rateLimited, retries, costUsd, costAtLeastUsd, costAtMostUsd } = account.totals({ stage });
    const now = this.#clock.now();
    return {
      event: "calls.progress",
      stage,
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

  /** As many as were expected, and no fewer than are done, in flight or waiting. */
  #expectedBatches(unfinished: number): number {
    const { batches, expectedCalls } = this.#work;
    return Math.max(batches + 1, batches + unfinished, Math.round(expectedCalls));
  }

  #chunksPerSecond(now: number): number | null {
    return this.#work.done === 0 ? null : this.#rate.perSecond(now, this.#work.done);
  }

  /** Null until as many batches are done as are in flight: the first ones say little about the others. */
  #secondsLeft(total: number, inFlight: number, now: number): number | null {
    const { done, batches, overBudget } = this.#work;
    if (done >= total) return 0;
    if (this.#watched.stop.aborted || overBudget || batches < inFlight) return null;
    return this.#timeLeft.seconds(total, now);
  }

  #waitingFor({ waitingFor }: LimiterSnapshot): CallsProgress["waitingFor"] {
    const { waits } = this.#watched;
    if (waitingFor !== null) return waitingFor;
    if (this.#work.overBudget || waits.longest("budget") >= LONG_WAIT_MS) return "budget";
    return waits.longest("store") >= LONG_WAIT_MS ? "store" : null;
  }
}

/** What a stage has to do and has done, by its events. */
class StageWork {
  readonly #stage: ModelStage;
  /** Chunks that are dealt with. */
  done = 0;
  /** Of so many; null until it is known what the stage has to do. */
  total: number | null = null;
  /** Batches that settled something. */
  batches = 0;
  /** As estimated before the first call; 0 where it was not. */
  expectedCalls = 0;
  hasBegun = false;
  deadLetters = 0;
  overBudget = false;

  constructor(stage: ModelStage) {
    this.#stage = stage;
  }

  listen(event: RunEvent): void {
    if (event.event === "stage.started" && event.stage === this.#stage) {
      this.hasBegun = true;
      this.total = event.total;
    } else if (event.event === "estimate.made" && event.estimate.stage === this.#stage) {
      const { chunks, calls } = event.estimate;
      this.total ??= chunks;
      this.expectedCalls = calls.likely;
    } else if ("stage" in event && event.stage === this.#stage) this.#add(event);
  }

  #add(event: RunEvent): void {
    switch (event.event) {
      case "batch.completed":
        this.done = event.done;
        this.total = event.total;
        this.batches += 1;
        return;
      case "chunk.deadLettered":
        this.done += 1;
        this.deadLetters += 1;
        return;
      case "budget.reached":
        this.overBudget = true;
    }
  }
}
