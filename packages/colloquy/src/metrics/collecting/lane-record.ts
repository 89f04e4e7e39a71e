import type { LaneEstimate, LaneMeasurement } from "../../estimation/index.ts";
import type { AttemptCompleted, CallAccount } from "../../calls/index.ts";
import type { LaneProgress, RunEvent } from "../../pipeline/index.ts";
import type { Lane, LimitedResource } from "../../ports/index.ts";
import type { LanePerformance } from "../reports/index.ts";
import { InVain } from "./calls-in-vain.ts";
import { LaneAttempts, reportedReplies } from "./lane-attempts.ts";
import { LaneCourse } from "./lane-course.ts";
import { PauseTimes } from "./pause-times.ts";
import { ReasonCounts } from "./reason-counts.ts";
import { Silence } from "./silence.ts";

type BatchCompleted = Extract<RunEvent, { readonly event: "batch.completed" }>;

/** What the events of one lane say, in bounded memory. Moments are milliseconds since 1970. */
export class LaneRecord {
  readonly pauses = new PauseTimes();
  readonly silence = new Silence();
  readonly deadLetters = new ReasonCounts();
  readonly #failedCalls = new InVain();
  readonly #lane: Lane;
  readonly #account: CallAccount;
  readonly #attempts = new LaneAttempts();
  readonly #course: LaneCourse;
  readonly #begunAt: number;
  #heardAt: number;
  #settled = 0;
  #estimate: LaneEstimate | null = null;

  constructor(lane: Lane, account: CallAccount, startedAt: number, begunAt: number) {
    this.#lane = lane;
    this.#account = account;
    this.#begunAt = begunAt;
    this.#heardAt = begunAt;
    this.#course = new LaneCourse(startedAt);
  }

  attempted(attempt: AttemptCompleted, at: number): void {
    this.#heardAt = at;
    this.#attempts.record(attempt, at);
    this.#failedCalls.attempted(attempt);
    this.#course.attempted(at - attempt.ms, at);
  }

  progressed(progress: LaneProgress, at: number): void {
    this.#heardAt = at;
    this.#course.progressed(progress, at);
  }

  batchCompleted({ batch, chunks, done }: BatchCompleted, at: number): void {
    this.#heardAt = at;
    this.#settled += chunks;
    this.#failedCalls.gave(batch);
    this.#course.batchCompleted(done, at, () => this.#account.totals({ lane: this.#lane }).costUsd);
  }

  batchFailed(batch: number, reason: string, at: number): void {
    this.#heardAt = at;
    this.#failedCalls.failed(batch, reason);
  }

  limitTold(resource: LimitedResource, perMinute: number, at: number): void {
    this.#course.limitTold(resource, perMinute, at);
  }

  estimated(estimate: LaneEstimate): void {
    this.#estimate = estimate;
  }

  get estimate(): LaneEstimate | null {
    return this.#estimate;
  }

  /** Whether it did anything; an estimate alone is nothing. */
  get isActive(): boolean {
    return this.#attempts.sent !== null || this.#settled > 0 || this.deadLetters.total > 0;
  }

  /** @param stageSeconds how long its stage took; null where it did not come to its end. */
  performance(stageSeconds: number | null, endedAt: number): LanePerformance {
    const { sent } = this.#attempts;
    const model = this.#attempts.model || (this.#estimate?.model ?? "");
    const seconds = stageSeconds ?? Math.max(0, this.#heardAt - (sent?.first ?? this.#begunAt)) / 1000;
    return {
      lane: this.#lane,
      model,
      profile: this.#estimate?.profile ?? model,
      seconds,
      chunks: this.#settled,
      deadLetters: this.deadLetters.total,
      chunksPerSecond: seconds > 0 ? this.#settled / seconds : 0,
      pauses: this.pauses.until(endedAt),
      silentSeconds: this.silence.secondsUntil(endedAt),
      ...this.#attempts.figures(this.#account.totals({ lane: this.#lane }), this.#work),
      failedCalls: this.#failedCalls.figures,
      ...this.#course.figures(sent),
    };
  }

  /** Null where nothing was measured that an estimate could learn from. */
  measurement(run: string, performance: LanePerformance): LaneMeasurement | null {
    const { samples } = this.#attempts;
    if (this.#estimate === null || samples.length === 0 || this.#settled === 0) return null;
    const { batchSize, seconds, perMinute, peakInFlight } = performance;
    const limited = Object.entries(performance.admitted).filter(([resource]) => resource in perMinute);
    const { profile, model } = this.#estimate;
    const { calls, attempts } = this.#work;
    return {
      lane: this.#lane,
      profile,
      model,
      run,
      runs: 1,
      batchSize,
      samples,
      settled: this.#settled,
      calls,
      attempts,
      replies: reportedReplies(this.#work),
      seconds,
      perMinute,
      admitted: Object.fromEntries(limited),
      peakInFlight,
    };
  }

  /** The totals of the lane without pings. */
  get #work() {
    return this.#account.totals({ lane: this.#lane, pings: false });
  }
}
