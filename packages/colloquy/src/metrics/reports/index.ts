import type { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import type * as cost from "./cost.ts";
import type { reportHead } from "./parts.ts";
import type * as performance from "./performance.ts";

/** What both reports of a run begin with. */
export interface ReportHead extends Immutable<z.infer<typeof reportHead>> {}

/** Tokens as the provider counted them. */
export interface TokenCounts extends Immutable<z.infer<typeof cost.tokenCounts>> {}

/** What one model took for one kind of work. */
export interface ModelCost extends Immutable<z.infer<typeof cost.modelCost>> {}

/** `cost_report_{run}.json`. */
export interface CostReport extends Immutable<z.infer<typeof cost.costReport>> {}

/** Of a set of times, in milliseconds. */
export interface Distribution extends Immutable<z.infer<typeof performance.distribution>> {}

/** A stage at one moment. Chunks a second are of the minute before it, or of the time since the beginning; what was admitted is all of that minute. */
export interface StageMoment extends Immutable<z.infer<typeof performance.stageMoment>> {}

/** What a stage waited for, and for which share of the time in which it was watched. `none`: nothing waited. */
export interface Bottleneck extends Immutable<z.infer<typeof performance.bottleneck>> {}

/** Calls that failed: their replies were of no use, or they had none. */
export interface FailedCalls extends Immutable<z.infer<typeof performance.failedCalls>> {}

/** How one stage went. Of a stage without a model no limits and no bottlenecks are known. */
export interface StagePerformance extends Immutable<z.infer<typeof performance.stagePerformance>> {}

/** `performance_report_{run}.json`. */
export interface PerformanceReport extends Immutable<z.infer<typeof performance.performanceReport>> {}

/** Both reports of one run. */
export interface RunReports {
  readonly cost: CostReport;
  readonly performance: PerformanceReport;
}
