import type { CostReport } from "./cost.ts";
import type { PerformanceReport } from "./performance.ts";

export type { TokenCounts, ModelCost, CostReport } from "./cost.ts";
export type { ReportHead } from "./parts.ts";
export type {
  Distribution,
  StageMoment,
  Bottleneck,
  FailedCalls,
  StagePerformance,
  PerformanceReport,
} from "./performance.ts";

/** Both reports of one run. */
export interface RunReports {
  readonly cost: CostReport;
  readonly performance: PerformanceReport;
}
