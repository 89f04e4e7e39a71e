/** The cumulated files of a workspace, over all its runs. */
export const COST_DATA = "cost_data.json";
export const PERFORMANCE_DATA = "performance_data.json";

/** The files of one run. */
export function runFileNames(run: string) {
  return {
    cost: `cost_report_${run}.json`,
    performance: `performance_report_${run}.json`,
    text: `combined_report_${run}.txt`,
    page: `report_${run}.html`,
  } as const;
}

const RUN = String.raw`\d{8}-\d{6}-[0-9a-f]{4}`;
const OF_A_RUN = new RegExp(
  `^(?:(?:cost|performance)_report_${RUN}\\.json|combined_report_${RUN}\\.txt|report_${RUN}\\.html)$`,
);
const CUMULATED = /^(?:cost|performance)_data\.json(?:\.broken-[\w.-]+)?$/;

/** Whether this is the name of a report file. Report files among transcripts are not read as transcripts. */
export function isReportFile(name: string): boolean {
  return OF_A_RUN.test(name) || CUMULATED.test(name);
}

/** The run of a report file with this name; null for other files. Cost and performance reports name their run. */
export function reportedRun(name: string): string | null {
  return /^(?:cost|performance)_report_([\w.-]+)\.json$/.exec(name)?.[1] ?? null;
}
