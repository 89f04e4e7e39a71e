import { printable } from "../../model/index.ts";
import { formatCount, formatDollars, formatDuration } from "../format.ts";
import type { ListedRun } from "../library.ts";
import type { Output } from "../output.ts";
import { padColumns } from "../text-layout.ts";

const TITLES = ["run", "began", "outcome", "extracted", "embedded", "cost", "time"] as const;
const FIRST_NUMBER = TITLES.indexOf("extracted");

/** The runs of a workspace, a line each; passages that a lane settled, and nothing where it had none to do. */
export function renderRuns(runs: readonly ListedRun[], { colours }: Pick<Output, "colours">): string {
  const rows = runs.map((run) => cellsOf(run).map(printable));
  const widths = TITLES.map((title, at) => Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at < FIRST_NUMBER ? padColumns(cell, widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [colours.dim(line(TITLES)), ...rows.map(line), ""].join("\n");
}

function cellsOf(listed: ListedRun): readonly string[] {
  const { run, startedAt, outcome, extracted, embedded, costUsd, seconds } = listed;
  const passages = (settled: number | null): string => (settled === null ? "-" : formatCount(settled));
  const hadNone = outcome === "completed" && extracted === null && embedded === null;
  return [
    run,
    startedAt.replace(/^(\S{10})T(\d\d:\d\d).*$/, "$1 $2"),
    hadNone ? "completed, no passages to do" : outcome,
    passages(extracted),
    passages(embedded),
    costUsd === null ? unknownCost(listed) : formatDollars(costUsd),
    seconds === null ? "unknown" : formatDuration(seconds),
  ];
}

/** The upper bound stands in the run's report. */
function unknownCost({ costAtLeastUsd }: ListedRun): string {
  return costAtLeastUsd > 0 ? `at least ${formatDollars(costAtLeastUsd)}` : "unknown";
}
