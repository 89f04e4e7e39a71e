export { type ListedRun, listRuns } from "./list-runs.ts";
export { isReportFile } from "./names.ts";
export { prepareReportFolder } from "./prepare-report-folder.ts";
export { hasReport, readMeasurements, readReports } from "./read-reports.ts";
export { rewriteReports, writeReports, type WrittenReports } from "./write-reports.ts";
