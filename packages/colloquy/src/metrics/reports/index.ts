import type { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import type * as cost from "./cost.ts";
import type { reportHead } from "./parts.ts";
import type * as performance from "./performance.ts";

/** The common head of both reports of a run. */
export interface ReportHead extends Immutable<z.infer<typeof reportHead>> {}

/** Tokens as the provider reported them. */
export interface TokenCounts extends Immutable<z.infer<typeof cost.tokenCounts>> {}

/** The usage and cost of one model in one stage and operation. */
export interface ModelCost extends Immutable<z.infer<typeof cost.modelCost>> {}

/** `cost_report_{run}.json`. */
export interface CostReport extends Immutable<z.infer<typeof cost.costReport>> {}

/** Distribution of times in milliseconds. */
export interface Distribution extends Immutable<z.infer<typeof performance.distribution>> {}

/**
 * A stage at one moment. `chunksPerSecond` is over the minute before the moment, or the shorter time since the beginning;
 * `admittedPerMinute` is over the minute before.
 */
export interface StageMoment extends Immutable<z.infer<typeof performance.stageMoment>> {}

/** A reason for which a stage waited, and its share of the observed time. `none`: nothing waited. */
export interface Bottleneck extends Immutable<z.infer<typeof performance.bottleneck>> {}

/** Calls without a usable reply. */
export interface FailedCalls extends Immutable<z.infer<typeof performance.failedCalls>> {}

/** The performance of one stage. A stage without a model has no limits and no bottlenecks. */
export interface StagePerformance extends Immutable<z.infer<typeof performance.stagePerformance>> {}

/** `performance_report_{run}.json`. */
export interface PerformanceReport extends Immutable<z.infer<typeof performance.performanceReport>> {}

/** Both reports of one run. */
export interface RunReports {
  readonly cost: CostReport;
  readonly performance: PerformanceReport;
}
