import { type LaneMeasurement, poolMeasurements } from "../../estimation/index.ts";
import type { LanePerformance, PerformanceReport } from "../reports/index.ts";
import { latestRuns } from "./cost-data.ts";
import { COUNTS, type PerformanceData } from "./performance-data.ts";
import { countsOf, summariseRun } from "./summarise-run.ts";

/** Each holds a few hundred samples; profiles that nobody used for so long tell little. */
const MOST_MEASUREMENTS = 40;

/** With one more run; unchanged where it is among them. */
export function addPerformance(
  data: PerformanceData,
  report: PerformanceReport,
  measured: readonly LaneMeasurement[],
): PerformanceData {
  if (data.runs.some(({ run }) => run === report.run)) return data;
  return {
    ...data,
    runs: latestRuns([...data.runs, summariseRun(report)]),
    totals: {
      runs: data.totals.runs + 1,
      seconds: data.totals.seconds + (report.seconds ?? 0),
      lanes: report.lanes.reduce(addLane, data.totals.lanes),
    },
    measurements: measured.reduce(addMeasurement, data.measurements).slice(-MOST_MEASUREMENTS),
  };
}

type LaneTotals = PerformanceData["totals"]["lanes"];

function addLane(totals: LaneTotals, report: LanePerformance): LaneTotals {
  const at = totals.findIndex((each) => each.lane === report.lane);
  const before = totals[at];
  if (before === undefined) return [...totals, { lane: report.lane, ...countsOf(report) }];
  const sums = COUNTS.map((key) => [key, before[key] + report[key]] as const);
  return totals.with(at, { ...before, ...Object.fromEntries(sums) });
}

/** Of one lane and profile there is one, of all runs together; the last that was added to is the last of the list. */
function addMeasurement(
  measurements: readonly LaneMeasurement[],
  measured: LaneMeasurement,
): readonly LaneMeasurement[] {
  const isSame = ({ lane, profile }: LaneMeasurement): boolean => lane === measured.lane && profile === measured.profile;
  const before = measurements.find(isSame);
  const others = measurements.filter((each) => !isSame(each));
  return [...others, before === undefined ? measured : poolMeasurements(before, measured)];
}
