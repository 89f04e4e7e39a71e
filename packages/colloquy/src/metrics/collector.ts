import type { AccountEntry, CallAccount, TokenTotals } from "../calls/index.ts";
import type { LaneMeasurement } from "../estimation/index.ts";
import type { RunEvent, Stage } from "../pipeline/index.ts";
import type { Lane } from "../ports/index.ts";
import { adviseOn } from "./advice/index.ts";
import { DistinctMessages } from "./collecting/distinct-messages.ts";
import { LaneRecord } from "./collecting/lane-record.ts";
import { StageTimes } from "./collecting/stage-times.ts";
import type {
  CostReport,
  LanePerformance,
  ModelCost,
  PerformanceReport,
  ReportHead,
  RunReports,
  TokenCounts,
} from "./reports/index.ts";

export interface CollectorOptions {
  readonly workspace: string;
  readonly runId: string;
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** The time in milliseconds since 1970; fractions of one count. */
  readonly now: () => number;
  /** Counts the run's calls. An attempt is counted before its event comes. */
  readonly account: CallAccount;
  /** US dollars that the run may spend. Default: none are given. */
  readonly maxCostUsd?: number | null;
}

/** How a run ended. */
export type RunOutcome = Pick<ReportHead, "outcome" | "exitCode" | "failure">;

/** Makes the reports of a run from its events and its account. However long the run, it needs no more than a few hundred kilobytes. */
export interface Collector {
  /** Takes each event, as soon as it happens. Never throws. */
  hear(event: RunEvent): void;
  /** The reports of what happened until then, however little that was: to be called when the run has ended. */
  reports(end: RunOutcome): RunReports;
  /** What estimates of later runs learn from. */
  measurements(): readonly LaneMeasurement[];
}

const LANES: readonly Lane[] = ["extraction", "embedding"];
const STAGE_OF: Readonly<Record<Lane, Stage>> = { extraction: "extract", embedding: "embed" };

/** Makes the collector of one run. */
export function createCollector(options: CollectorOptions): Collector {
  return new RunCollector(options);
}

class RunCollector implements Collector {
  readonly #options: CollectorOptions;
  readonly #lanes = new Map<Lane, LaneRecord>();
  readonly #stages = new StageTimes();
  readonly #warnings = new DistinctMessages();
  /** The stages that came to their end. */
  readonly #completed = new Set<Stage>();
  /** From its beginning to its end; null while it runs. */
  #seconds: number | null = null;
  #budget: CostReport["budget"];

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { maxCostUsd = null } = options;
    this.#budget = maxCostUsd === null ? null : { maxUsd: maxCostUsd, reached: false };
  }

  hear(event: RunEvent): void {
    const at = this.#options.now();
    switch (event.event) {
      case "run.stopped":
        this.#seconds = this.#secondsUntil(at);
        return;
      case "run.completed":
        // As the result says.
        this.#seconds = event.result.seconds;
        return;
      case "stage.started":
        this.#completed.delete(event.stage);
        return this.#stages.begin(event.stage, at);
      case "stage.completed":
        this.#completed.add(event.stage);
        return this.#stages.end(event.stage, event.seconds, at);
      case "estimate.made":
        return this.#lane(event.estimate.lane, at).estimated(event.estimate);
      case "attempt.completed":
        return this.#lane(event.lane, at).attempted(event, at);
      case "lane.progress":
        return this.#lane(event.lane, at).progressed(event, at);
      case "batch.completed":
        return this.#lane(event.lane, at).batchCompleted(event, at);
      case "batch.failed":
        return this.#lane(event.lane, at).batchFailed(event.batch, event.reason, at);
      case "chunk.deadLettered":
        return this.#lane(event.lane, at).deadLetters.add(event.reason);
      case "limit.changed":
        return this.#lane(event.lane, at).limitTold(event.resource, event.perMinute, at);
      case "lane.paused":
        return this.#lane(event.lane, at).pauses.begin(at, event.pauseMs);
      case "provider.silent":
        return this.#lane(event.lane, at).silence.begin(at);
      case "provider.answers":
        return this.#lane(event.lane, at).silence.end(event.silentMs);
      case "budget.reached":
        this.#budget = { maxUsd: event.maxUsd, reached: true };
        return;
      case "warning":
        return this.#warnings.add(event.message);
    }
  }

  reports(end: RunOutcome): RunReports {
    const { workspace, startedAt, now } = this.#options;
    const endedAt = now();
    const seconds = this.#seconds ?? this.#secondsUntil(endedAt);
    const head: ReportHead = {
      run: this.#options.runId,
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

  measurements(): readonly LaneMeasurement[] {
    const endedAt = this.#options.now();
    return this.#heard
      .map(([lane, record]) => record.measurement(this.#options.runId, this.#performanceOf(lane, record, endedAt)))
      .filter((measurement) => measurement !== null);
  }

  #secondsUntil(at: number): number {
    return Math.max(0, at - this.#options.startedAt) / 1000;
  }

  get #costs(): Omit<CostReport, keyof ReportHead> {
    const estimates = this.#heard.map(([, { estimate }]) => estimate).filter((estimate) => estimate !== null);
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
      tokens: tokensOf(totals),
      models: account.entries.map(modelCost),
      prices: [...prices.values()],
      budget: this.#budget,
      estimates,
    };
  }

  #performance(endedAt: number): Omit<PerformanceReport, keyof ReportHead | "advice"> {
    const active = this.#heard.filter(([, record]) => record.isActive);
    return {
      stages: this.#stages.report(this.#options.startedAt, endedAt),
      lanes: active.map(([lane, record]) => this.#performanceOf(lane, record, endedAt)),
      deadLetterReasons: active.flatMap(([lane, { deadLetters }]) =>
        deadLetters.entries.map(({ reason, count }) => ({ lane, reason, chunks: count })),
      ),
      warnings: this.#warnings.all,
    };
  }

  #performanceOf(lane: Lane, record: LaneRecord, endedAt: number): LanePerformance {
    const stage = STAGE_OF[lane];
    // Where it did not end, what came after it may have taken long: its last sign is its end.
    const seconds = this.#completed.has(stage) ? this.#stages.secondsOf(stage, endedAt) : null;
    return record.performance(seconds, endedAt);
  }

  /** In a set order, whichever was heard of first. */
  get #heard(): readonly (readonly [Lane, LaneRecord])[] {
    return LANES.flatMap((lane) => {
      const record = this.#lanes.get(lane);
      return record === undefined ? [] : [[lane, record] as const];
    });
  }

  #lane(lane: Lane, at: number): LaneRecord {
    let record = this.#lanes.get(lane);
    if (record === undefined) this.#lanes.set(lane, (record = new LaneRecord(lane, this.#options.account, this.#options.startedAt, at)));
    return record;
  }
}

function tokensOf(totals: TokenTotals): TokenCounts {
  const { inputTokens, cachedInputTokens, cacheWrittenTokens, outputTokens, reasoningTokens } = totals;
  const written = cacheWrittenTokens === undefined ? {} : { cacheWrittenTokens };
  return { inputTokens, cachedInputTokens, ...written, outputTokens, reasoningTokens };
}

function modelCost(entry: AccountEntry): ModelCost {
  const { model, lane, operation, calls, replies, unreported, implausible, attempts, sharedInputTokens } = entry;
  const { costUsd, costAtLeastUsd, costAtMostUsd, unknownSpend } = entry;
  return {
    model,
    lane,
    operation,
    calls,
    replies,
    unreported,
    implausible,
    attempts,
    ...tokensOf(entry),
    sharedInputTokens: Math.round(sharedInputTokens),
    costUsd,
    costAtLeastUsd,
    costAtMostUsd,
    unknownSpend,
  };
}
