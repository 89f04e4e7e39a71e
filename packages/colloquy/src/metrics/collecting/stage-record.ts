import type { StageEstimate, StageMeasurement } from "../../estimation/index.ts";
import type { AttemptCompleted, CallAccount } from "../../calls/index.ts";
import type { CallsProgress, RunEvent } from "../../pipeline/index.ts";
import type { ModelStage, LimitedResource } from "../../ports/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import { FailedCallCounts } from "./failed-calls.ts";
import { StageAttempts, reportedReplies } from "./stage-attempts.ts";
import { StageTimeline } from "./stage-timeline.ts";
import { PauseTimes } from "./pause-times.ts";
import { ReasonCounts } from "./reason-counts.ts";
import { Silence } from "./silence.ts";

type BatchCompleted = Extract<RunEvent, { readonly event: "batch.completed" }>;

/** Records the events of one stage in bounded memory. Moments are milliseconds since 1970. */
export class StageRecord {
  readonly pauses = new PauseTimes();
  readonly silence = new Silence();
  readonly deadLetters = new ReasonCounts();
  readonly #failedCalls = new FailedCallCounts();
  readonly #stage: ModelStage;
  readonly #account: CallAccount;
  readonly #attempts = new StageAttempts();
  readonly #timeline: StageTimeline;
  readonly #begunAt: number;
  #lastEventAt: number;
  #settled = 0;
  #estimate: StageEstimate | null = null;

  constructor(stage: ModelStage, account: CallAccount, startedAt: number, begunAt: number) {
    this.#stage = stage;
    this.#account = account;
    this.#begunAt = begunAt;
    this.#lastEventAt = begunAt;
    this.#timeline = new StageTimeline(startedAt);
  }

  attempted(attempt: AttemptCompleted, at: number): void {
    this.#lastEventAt = at;
    this.#attempts.record(attempt, at);
    this.#failedCalls.attempted(attempt);
    this.#timeline.attempted(at - attempt.ms, at);
  }

  progressed(progress: CallsProgress, at: number): void {
    this.#lastEventAt = at;
    this.#timeline.progressed(progress, at);
  }

  batchCompleted({ batch, chunks, done }: BatchCompleted, at: number): void {
    this.#lastEventAt = at;
    this.#settled += chunks;
    this.#failedCalls.succeeded(batch);
    this.#timeline.batchCompleted(done, at, () => this.#account.totals({ stage: this.#stage }).costUsd);
  }

  batchFailed(batch: number, reason: string, at: number): void {
    this.#lastEventAt = at;
    this.#failedCalls.failed(batch, reason);
  }

  limitReported(resource: LimitedResource, perMinute: number, at: number): void {
    this.#timeline.limitReported(resource, perMinute, at);
  }

  estimated(estimate: StageEstimate): void {
    this.#estimate = estimate;
  }

  get estimate(): StageEstimate | null {
    return this.#estimate;
  }

  /** Whether the stage did any work; an estimate alone is not work. */
  get isActive(): boolean {
    return this.#attempts.sent !== null || this.#settled > 0 || this.deadLetters.total > 0;
  }

  /** @param stageSeconds duration of the stage; null when it did not end. */
  performance(stageSeconds: number | null, endedAt: number): StagePerformance {
    const { sent } = this.#attempts;
    const model = this.#attempts.model || (this.#estimate?.model ?? "");
    const seconds = stageSeconds ?? Math.max(0, this.#lastEventAt - (sent?.first ?? this.#begunAt)) / 1000;
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
      ...this.#timeline.figures(sent),
    };
  }

  /** Null when there is no sample for an estimate. */
  measurement(runId: string, performance: StagePerformance): StageMeasurement | null {
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
      runId,
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
