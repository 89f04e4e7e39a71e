import type { CallAccount, StageWaits } from "../../calls/index.ts";
import { RecentRate } from "../collecting/recent-rate.ts";
import type { CallsProgress, RunEvent, RunListener } from "../../pipeline/index.ts";
import type { Clock, LimitedResource, ModelStage } from "../../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { type Amounts, difference, NOTHING, RecentAdmissions } from "./recent-admissions.ts";
import { TimeLeft } from "./time-left.ts";

const INTERVAL_MS = 1000;
/** Shorter waits for the budget or the ledger are normal. */
const LONG_WAIT_MS = 1000;

/** The parts of a stage that a watch reads. */
export interface WatchedStage {
  readonly stage: ModelStage;
  /** Counts the run's calls. */
  readonly account: CallAccount;
  readonly limiter: { readonly snapshot: LimiterSnapshot };
  readonly waits: Pick<StageWaits, "longest">;
  /** When aborted, the run sends no further calls. */
  readonly stop: AbortSignal;
}

/** Emits the progress of a model stage once a second when it changed, and once at disposal. */
export class StageWatch implements Disposable {
  readonly #watched: WatchedStage;
  readonly #emit: RunListener;
  readonly #clock: Clock;
  readonly #work: StageCounts;
  readonly #rate = new RecentRate();
  readonly #timeLeft = new TimeLeft();
  readonly #recent = new RecentAdmissions();
  readonly #approached = new ApproachedLimits();
  readonly #ended = new AbortController();
  #admittedBefore: Amounts = NOTHING;
  #last = "";

  constructor(watched: WatchedStage, emit: RunListener, clock: Clock) {
    this.#watched = watched;
    this.#emit = emit;
    this.#clock = clock;
    this.#work = new StageCounts(watched.stage);
    void this.#emitOften();
  }

  /** Receives every event of the run. */
  listen(event: RunEvent): void {
    // An earlier stage with the same model has used the same limiter.
    if (event.event === "estimate.made" && event.estimate.stage === this.#watched.stage)
      this.#admittedBefore = this.#watched.limiter.snapshot.admitted;
    this.#work.listen(event);
    const now = this.#clock.now();
    this.#timeLeft.reached(this.#work.done, now);
    if (this.#work.hasBegun) this.#rate.begin(now);
  }

  [Symbol.dispose](): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#emitProgress();
  }

  async #emitOften(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      // The sleep rejects only when the watch has ended.
      await this.#clock.sleep(INTERVAL_MS, signal).catch(() => undefined);
      if (!signal.aborted) this.#emitProgress();
    }
  }

  #emitProgress(): void {
    const { snapshot } = this.#watched.limiter;
    const { total } = this.#work;
    const admittedPerMinute = this.#recent.sample(snapshot.admitted, this.#clock.now());
    // While the total is unknown, a call can only be a ping.
    if (snapshot.attempts === 0 || total === null || total === 0) return;
    const progress = this.#progress(snapshot, total, admittedPerMinute);
    const now = JSON.stringify({ ...progress, admittedPerMinute: null });
    if (now !== this.#last) this.#emit(progress);
    this.#last = now;
    for (const event of this.#approached.compare(progress)) this.#emit(event);
  }

  #progress(snapshot: LimiterSnapshot, total: number, admittedPerMinute: Amounts): CallsProgress {
    const { inFlight, waiting, concurrencyLimit, admitted, perMinute } = snapshot;
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
      concurrencyLimit,
      attempts,
      rateLimited,
      retries,
      deadLetters,
      admittedPerMinute,
      admitted: difference(admitted, this.#admittedBefore),
      perMinute,
      costUsd,
      costAtLeastUsd,
      costAtMostUsd,
    };
  }

  /** The expected number, but at least the batches that are done, in flight or waiting. */
  #expectedBatches(unfinished: number): number {
    const { batches, expectedCalls } = this.#work;
    return Math.max(batches + 1, batches + unfinished, Math.round(expectedCalls));
  }

  #chunksPerSecond(now: number): number | null {
    return this.#work.done === 0 ? null : this.#rate.perSecond(now, this.#work.done);
  }

  /** Null until as many batches are done as are in flight: the first batches say little about the later ones. */
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

/** The total and finished work of a stage, from its events. */
class StageCounts {
  readonly #stage: ModelStage;
  /** Chunks with a result or a dead letter. */
  done = 0;
  /** All chunks of the stage; null while unknown. */
  total: number | null = null;
  /** Batches that settled at least one chunk. */
  batches = 0;
  /** The estimate before the first call; 0 without an estimate. */
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

/** A limit is approached when its use in one minute exceeds this share. */
const APPROACHED = 0.9;
/** The limit is no longer approached when its use is below this share. */
const RELEASED = 0.7;

/** Reports an approached limit once, and again only after its use was low. */
class ApproachedLimits {
  readonly #approached = new Set<LimitedResource>();

  compare({ stage, admittedPerMinute, perMinute }: CallsProgress): readonly RunEvent[] {
    return (Object.entries(perMinute) as [LimitedResource, number][]).flatMap(([resource, limit]) => {
      const share = admittedPerMinute[resource] / limit;
      if (share < RELEASED) this.#approached.delete(resource);
      if (share < APPROACHED || this.#approached.has(resource)) return [];
      this.#approached.add(resource);
      const admitted = Math.round(admittedPerMinute[resource]);
      return [{ event: "limit.approached", stage, resource, admittedPerMinute: admitted, perMinute: limit }];
    });
  }
}
