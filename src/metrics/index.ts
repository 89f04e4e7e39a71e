export { type Collector, type CollectorOptions, createCollector, type RunOutcome } from "./collector.ts";
export { makeFolders, removeFolders } from "./make-folders.ts";
export { createRunLog, type RunLog } from "./run-log.ts";
export type {
  CostReport,
  Distribution,
  HeldBack,
  LaneMoment,
  LanePerformance,
  ModelCost,
  PerformanceReport,
  ReportHead,
  RunReports,
  TokenCounts,
  UnknownSpendTotal,
} from "./reports.ts";
