export { Collector, type RunOutcome } from "./collector.ts";
export { renderTextReport } from "./text-report/text-report.ts";
export { type CrashedCalls, crashReports } from "./crash-reports.ts";
export { StageWatches } from "./progress/stage-watches.ts";
export { TimeLeft } from "./progress/time-left.ts";
export { isRunLog, mayGrow, runHeading, storesHeading } from "./log/heading.ts";
export { renderReportPage } from "./page/page.ts";
export { type ListedRun, listLatestRuns, listRuns } from "./report-files/list-runs.ts";
export { isReportFile } from "./report-files/names.ts";
export { prepareReportFolder } from "./report-files/prepare-report-folder.ts";
export { hasReport, readMeasurements, readReports } from "./report-files/read-reports.ts";
export { rewriteReports, writeReports, type WrittenReports } from "./report-files/write-reports.ts";
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
