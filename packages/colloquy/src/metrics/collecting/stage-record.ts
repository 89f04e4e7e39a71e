import type { StageEstimate, StageMeasurement } from "../../estimation/index.ts";
import type { AttemptCompleted, CallAccount } from "../../calls/index.ts";
import type { CallsProgress, RunEvent } from "../../pipeline/index.ts";
import type { ModelStage, LimitedResource } from "../../ports/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import { InVain } from "./calls-in-vain.ts";
import { StageAttempts, reportedReplies } from "./stage-attempts.ts";
import { StageCourse } from "./stage-course.ts";
import { PauseTimes } from "./pause-times.ts";
import { ReasonCounts } from "./reason-counts.ts";
import { Silence } from "./silence.ts";

type BatchCompleted = Extract<RunEvent, { readonly event: "batch.completed" }>;

/** What the events of one stage say, in bounded memory. Moments are milliseconds since 1970. */
export class StageRecord {
  readonly pauses = new PauseTimes();
  readonly silence = new Silence();
  readonly deadLetters = new ReasonCounts();
  readonly #failedCalls = new InVain();
  readonly #stage: ModelStage;
  readonly #account: CallAccount;
  readonly #attempts = new StageAttempts();
  readonly #course: StageCourse;
  readonly #begunAt: number;
  #heardAt: number;
  #settled = 0;
  #estimate: StageEstimate | null = null;

  constructor(stage: ModelStage, account: CallAccount, startedAt: number, begunAt: number) {
    this.#stage = stage;
    this.#account = account;
    this.#begunAt = begunAt;
    this.#heardAt = begunAt;
    this.#course = new StageCourse(startedAt);
  }

  attempted(attempt: AttemptCompleted, at: number): void {
    this.#heardAt = at;
    this.#attempts.record(attempt, at);
    this.#failedCalls.attempted(attempt);
    this.#course.attempted(at - attempt.ms, at);
  }

  progressed(progress: CallsProgress, at: number): void {
    this.#heardAt = at;
    this.#course.progressed(progress, at);
  }

  batchCompleted({ batch, chunks, done }: BatchCompleted, at: number): void {
    this.#heardAt = at;
    this.#settled += chunks;
    this.#failedCalls.gave(batch);
    this.#course.batchCompleted(done, at, () => this.#account.totals({ stage: this.#stage }).costUsd);
  }

  batchFailed(batch: number, reason: string, at: number): void {
    this.#heardAt = at;
    this.#failedCalls.failed(batch, reason);
  }

  limitTold(resource: LimitedResource, perMinute: number, at: number): void {
    this.#course.limitTold(resource, perMinute, at);
  }

  estimated(estimate: StageEstimate): void {
    this.#estimate = estimate;
  }

  get estimate(): StageEstimate | null {
    return this.#estimate;
  }

  /** Whether it did anything; an estimate alone is nothing. */
  get isActive(): boolean {
    return this.#attempts.sent !== null || this.#settled > 0 || this.deadLetters.total > 0;
  }

  /** @param stageSeconds how long its stage took; null where it did not come to its end. */
  performance(stageSeconds: number | null, endedAt: number): StagePerformance {
    const { sent } = this.#attempts;
    const model = this.#attempts.model || (this.#estimate?.model ?? "");
    const seconds = stageSeconds ?? Math.max(0, this.#heardAt - (sent?.first ?? this.#begunAt)) / 1000;
    return {
      stage: this.#stage,
      model,
      profile: this.#estimate?.profile ?? model,
      seconds,
      chunks: this.#settled,
      deadLetters: this.deadLetters.total,
      chunksPerSecond: seconds > 0 ? this.#settled / seconds : 0,
      pauses: this.pauses.until(endedAt),
      silentSeconds: this.silence.secondsUntil(endedAt),
      ...this.#attempts.figures(this.#account.totals({ stage: this.#stage }), this.#work),
      failedCalls: this.#failedCalls.figures,
      ...this.#course.figures(sent),
    };
  }

  /** Null where nothing was measured that an estimate could learn from. */
  measurement(run: string, performance: StagePerformance): StageMeasurement | null {
    const { samples } = this.#attempts;
    if (this.#estimate === null || samples.length === 0 || this.#settled === 0) return null;
    const { batchSize, seconds, perMinute, peakInFlight } = performance;
    const limited = Object.entries(performance.admitted).filter(([resource]) => resource in perMinute);
    const { profile, model } = this.#estimate;
    const { calls, attempts } = this.#work;
    return {
      stage: this.#stage,
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

  /** The totals of the stage without pings. */
  get #work() {
    return this.#account.totals({ stage: this.#stage, pings: false });
  }
}
