export { Collector, type RunOutcome } from "./collector.ts";
export { renderTextReport } from "./text-report/text-report.ts";
export { type CrashedCalls, crashReports } from "./crash-reports.ts";
export { RecentRate } from "./collecting/recent-rate.ts";
export { isRunLog, mayGrow, runHeading, storesHeading } from "./log/heading.ts";
export { renderReportPage } from "./page/page.ts";
export {
  hasReport,
  isReportFile,
  type ListedRun,
  listRuns,
  prepareReportFolder,
  readMeasurements,
  readReports,
  rewriteReports,
  writeReports,
  type WrittenReports,
} from "./report-files/index.ts";
export { createRunLog, type RunLog } from "./log/run-log.ts";
export type {
  FailedCalls,
  CostReport,
  Distribution,
  Bottleneck,
  StageMoment,
  StagePerformance,
  ModelCost,
  PerformanceReport,
  ReportHead,
  RunReports,
  TokenCounts,
} from "./reports/index.ts";
