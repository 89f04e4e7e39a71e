import {
  formatCount,
  formatDollars,
  formatDuration,
  formatShortMoment,
  numberColumns,
  tableLines,
  textColumns,
  UNKNOWN,
} from "../../text/index.ts";
import type { ListedRun } from "../library.ts";
import type { Output } from "../output.ts";

const COLUMNS = [...textColumns("run", "began", "outcome"), ...numberColumns("extracted", "embedded", "cost", "time")];

/** The runs of a workspace, one line each. The chunks are the settled chunks of a stage; `-` if the stage had none. */
export function renderRuns(runs: readonly ListedRun[], { colours }: Pick<Output, "colours">): string {
  return `${tableLines(COLUMNS, runs.map(cellsOf), { heading: colours.dim }).join("\n")}\n`;
}

function cellsOf(listed: ListedRun): readonly string[] {
  const { runId, startedAt, outcome, extracted, embedded, costUsd, seconds } = listed;
  const chunks = (settled: number | null): string => (settled === null ? "-" : formatCount(settled));
  const hadNone = outcome === "completed" && extracted === null && embedded === null;
  return [
    runId,
    formatShortMoment(startedAt),
    hadNone ? "completed, no chunks to do" : outcome,
    chunks(extracted),
    chunks(embedded),
    costUsd === null ? unknownCost(listed) : formatDollars(costUsd),
    seconds === null ? UNKNOWN : formatDuration(seconds),
  ];
}

/** The run's report also contains the upper bound. */
function unknownCost({ costAtLeastUsd }: ListedRun): string {
  return costAtLeastUsd > 0 ? `at least ${formatDollars(costAtLeastUsd)}` : UNKNOWN;
}
