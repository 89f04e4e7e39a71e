import type { StageEstimate, StageMeasurement } from "../../estimation/index.ts";
import type { CallAccount } from "../../calls/index.ts";
import type { RunEvent } from "../../pipeline/index.ts";
import type { ModelStage } from "../../ports/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import { PauseTimes, Silence } from "./intervals.ts";
import { FailedCallCounts } from "./failed-calls.ts";
import { StageAttempts, reportedReplies } from "./stage-attempts.ts";
import { StageTimeline } from "./stage-timeline.ts";
import { ReasonCounts } from "./reason-counts.ts";

/** Records the events of one stage in bounded memory. Moments are milliseconds since 1970. */
export class StageRecord {
  readonly deadLetters = new ReasonCounts();
  readonly #stage: ModelStage;
  readonly #account: CallAccount;
  readonly #attempts = new StageAttempts();
  readonly #failedCalls = new FailedCallCounts();
  readonly #pauses = new PauseTimes();
  readonly #silence = new Silence();
  readonly #timeline: StageTimeline;
  readonly #begunAt: number;
  #lastCallAt: number;
  #settled = 0;
  #estimate: StageEstimate | null = null;

  constructor(stage: ModelStage, account: CallAccount, startedAt: number, begunAt: number) {
    this.#stage = stage;
    this.#account = account;
    this.#begunAt = begunAt;
    this.#lastCallAt = begunAt;
    this.#timeline = new StageTimeline(startedAt);
  }

  /** Adds an event of the stage; other events change nothing. */
  record(event: RunEvent, at: number): void {
    switch (event.event) {
      case "estimate.made":
        this.#estimate = event.estimate;
        return;
      case "attempt.completed":
        this.#attempts.record(event, at);
        this.#failedCalls.attempted(event);
        this.#timeline.attempted(at - event.durationMs, at);
        break;
      case "calls.progress":
        this.#timeline.progressed(event, at);
        break;
      case "batch.completed":
        this.#settled += event.chunks;
        this.#failedCalls.succeeded(event.batch);
        this.#timeline.batchCompleted(event.done, at, () => this.#account.totals({ stage: this.#stage }).costUsd);
        break;
      case "batch.failed":
        this.#failedCalls.failed(event.batch, event.reason);
        break;
      case "chunk.deadLettered":
        return this.deadLetters.add(event.reason);
      case "limit.changed":
        return this.#timeline.limitReported(event.resource, event.perMinute, at);
      case "calls.paused":
        return this.#pauses.begin(at, event.pauseMs);
      case "provider.silent":
        return this.#silence.begin(at);
      case "provider.answers":
        return this.#silence.end(event.silentMs);
      default:
        return;
    }
    this.#lastCallAt = at;
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
    const seconds = stageSeconds ?? Math.max(0, this.#lastCallAt - (sent?.first ?? this.#begunAt)) / 1000;
    return {
      stage: this.#stage,
      model,
      profile: this.#estimate?.profile ?? model,
      seconds,
      chunks: this.#settled,
      deadLetters: this.deadLetters.total,
      chunksPerSecond: seconds > 0 ? this.#settled / seconds : 0,
      pauses: this.#pauses.until(endedAt),
      silentSeconds: this.#silence.secondsUntil(endedAt),
      ...this.#attempts.figures(this.#account.totals({ stage: this.#stage }), this.#work),
      failedCalls: this.#failedCalls.figures,
      ...this.#timeline.figures(sent),
    };
  }

  /** Null when there is no sample for an estimate. */
  measurement(runId: string, performance: StagePerformance): StageMeasurement | null {
    const { samples } = this.#attempts;
    if (this.#estimate === null || samples.length === 0 || this.#settled === 0) return null;
    const { stage, batchSize, seconds, perMinute, peakInFlight } = performance;
    const limited = Object.entries(performance.admitted).filter(([resource]) => resource in perMinute);
    const { profile, model } = this.#estimate;
    const { calls, attempts } = this.#work;
    return {
      stage,
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
