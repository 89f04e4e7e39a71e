import type { CallAccount } from "../calls/index.ts";
import type { StageMeasurement } from "../estimation/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import { MODEL_STAGES, type ModelStage } from "../ports/index.ts";
import { adviseOn } from "./advice/index.ts";
import { DistinctMessages } from "./collecting/reason-counts.ts";
import { StageRecord } from "./collecting/stage-record.ts";
import { StageTimes } from "./collecting/stage-times.ts";
import { modelCost, tokenCounts } from "./reports/cost.ts";
import type { CostReport, StagePerformance, PerformanceReport, ReportHead, RunReports } from "./reports/index.ts";

export interface CollectorOptions {
  readonly workspace: string;
  readonly runId: string;
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** The current time in milliseconds since 1970, with fractions. */
  readonly now: () => number;
  /** Counts the run's calls. It counts an attempt before the attempt's event is published. */
  readonly account: CallAccount;
  /** Budget in US dollars. Default: null, no budget. */
  readonly maxCostUsd?: number | null;
}

/** How a run ended. */
export type RunOutcome = Pick<ReportHead, "outcome" | "exitCode" | "failure">;

/** Makes the reports of a run from its events and its account. Memory is bounded: a few hundred kilobytes for a run of any length. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #modelStages = new Map<ModelStage, StageRecord>();
  readonly #stages = new StageTimes();
  readonly #warnings = new DistinctMessages();
  /** Duration of the run; null while it runs. */
  #seconds: number | null = null;
  #budget: CostReport["budget"];

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { maxCostUsd = null } = options;
    this.#budget = maxCostUsd === null ? null : { maxCostUsd, reached: false };
  }

  /** Adds an event at the time it happens. */
  record(event: RunEvent): void {
    const at = this.#options.now();
    switch (event.event) {
      case "run.stopped":
        this.#seconds = this.#secondsUntil(at);
        return;
      case "run.completed":
        this.#seconds = event.result.seconds;
        return;
      case "stage.started":
        return this.#stages.begin(event.stage, at);
      case "stage.completed":
        return this.#stages.end(event.stage, event.seconds, at);
      case "budget.reached":
        this.#budget = { maxCostUsd: event.maxCostUsd, reached: true };
        return;
      case "warning":
        return this.#warnings.add(event.message);
      case "estimate.made":
        return this.#stage(event.estimate.stage, at).record(event, at);
      case "attempt.completed":
      case "calls.progress":
      case "batch.completed":
      case "batch.failed":
      case "chunk.deadLettered":
      case "limit.changed":
      case "calls.paused":
      case "provider.silent":
      case "provider.answers":
        return this.#stage(event.stage, at).record(event, at);
    }
  }

  /** The reports of all events so far. Call it when the run has ended. */
  reports(end: RunOutcome): RunReports {
    const { workspace, startedAt, now } = this.#options;
    const endedAt = now();
    const seconds = this.#seconds ?? this.#secondsUntil(endedAt);
    const head: ReportHead = {
      runId: this.#options.runId,
      workspace,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: new Date(startedAt + 1000 * seconds).toISOString(),
      seconds,
      ...end,
    };
    const cost: CostReport = { ...head, ...this.#costs };
    const performance: PerformanceReport = { ...head, ...this.#performance(endedAt), advice: [] };
    return { cost, performance: { ...performance, advice: adviseOn({ cost, performance }) } };
  }

  /** The measurements that estimates of later runs use. */
  measurements(): readonly StageMeasurement[] {
    const endedAt = this.#options.now();
    return this.#records
      .map(([stage, record]) => record.measurement(this.#options.runId, this.#performanceOf(stage, record, endedAt)))
      .filter((measurement) => measurement !== null);
  }

  #secondsUntil(at: number): number {
    return Math.max(0, at - this.#options.startedAt) / 1000;
  }

  get #costs(): Omit<CostReport, keyof ReportHead> {
    const estimates = this.#records.map(([, { estimate }]) => estimate).filter((estimate) => estimate !== null);
    const prices = new Map(
      estimates.map(({ model, priceSource, prices }) => [model, { model, source: priceSource, prices }]),
    );
    const { account } = this.#options;
    const { costUsd, costAtLeastUsd, costAtMostUsd, unknownSpend, ...totals } = account.totals();
    return {
      costUsd,
      costAtLeastUsd,
      costAtMostUsd,
      unknownSpend,
      tokens: tokenCounts.parse(totals),
      models: account.entries.map((entry) =>
        modelCost.parse({ ...entry, sharedInputTokens: Math.round(entry.sharedInputTokens) }),
      ),
      prices: [...prices.values()],
      budget: this.#budget,
      estimates,
    };
  }

  #performance(endedAt: number): Omit<PerformanceReport, keyof ReportHead | "advice"> {
    const active = this.#records.filter(([, record]) => record.isActive);
    return {
      stages: this.#stages.report(this.#options.startedAt, endedAt),
      modelStages: active.map(([stage, record]) => this.#performanceOf(stage, record, endedAt)),
      deadLetterReasons: active.flatMap(([stage, { deadLetters }]) =>
        deadLetters.entries.map(({ reason, count }) => ({ stage, reason, chunks: count })),
      ),
      warnings: this.#warnings.all,
    };
  }

  #performanceOf(stage: ModelStage, record: StageRecord, endedAt: number): StagePerformance {
    return record.performance(this.#stages.completedSeconds(stage), endedAt);
  }

  /** In a fixed order, independent of the order of events. */
  get #records(): readonly (readonly [ModelStage, StageRecord])[] {
    return MODEL_STAGES.flatMap((stage) => {
      const record = this.#modelStages.get(stage);
      return record === undefined ? [] : [[stage, record] as const];
    });
  }

  #stage(stage: ModelStage, at: number): StageRecord {
    let record = this.#modelStages.get(stage);
    if (record === undefined)
      this.#modelStages.set(
        stage,
        (record = new StageRecord(stage, this.#options.account, this.#options.startedAt, at)),
      );
    return record;
  }
}
