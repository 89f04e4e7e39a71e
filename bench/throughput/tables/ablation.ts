import { spreadOf } from "../../figures.ts";
import type { Figures } from "../ablation/run-kind.ts";
import type { Table } from "../../report.ts";
import { inSeconds, share } from "./markdown.ts";

/** The runs of one kind of provider, one for each seed. */
export interface AblationCell {
  readonly kind: string;
  /** The part that was switched off; null: none. */
  readonly without: string | null;
  readonly runs: readonly Figures[];
}

/** Smaller changes are omitted, except the largest change of a part. */
const LEAST_CHANGE = 0.01;
const MOST_ROWS = 4;

/** A row for each kind of provider in which a part changes the makespan, or the share of 429s. */
export function ablationTable({ cells }: { readonly cells: readonly AblationCell[] }): Table {
  const header = [
    "without",
    "provider",
    "makespan",
    "longer by: median (min to max)",
    "429s a call",
    "limit used",
    "lost",
  ];
  const parts = [...new Set(cells.flatMap(({ without }) => without ?? []))];
  const rows = parts.flatMap((part) => {
    const changes = cells
      .filter(({ without }) => without === part)
      .map((cell) => changeOf(cells.find(({ kind, without }) => kind === cell.kind && without === null) ?? cell, cell))
      .toSorted((one, other) => other.size - one.size);
    return changes
      .filter(({ size }, place) => place === 0 || (place < MOST_ROWS && size >= LEAST_CHANGE))
      .map(({ columns }) => [part, ...columns]);
  });
  return { header, rows };
}

/** Differences of the runs without a part to those of the whole limiter, seed by seed. */
function changeOf(
  { runs: all }: AblationCell,
  cell: AblationCell,
): { readonly size: number; readonly columns: readonly string[] } {
  // A part may have been measured with fewer seeds.
  const whole = { runs: all.slice(0, cell.runs.length) };
  const longer = spreadOf(cell.runs.map(({ seconds }, place) => seconds / (whole.runs[place]?.seconds ?? seconds) - 1));
  const median = (of: (run: Figures) => number | null) =>
    [whole, cell].map(({ runs }) => spreadOf(runs.map((run) => of(run) ?? Number.NaN)).median);
  const [refused = 0, refusedWithout = 0] = median(({ rateLimited }) => rateLimited);
  const used = median(({ utilisation }) => utilisation).map((value) => (Number.isNaN(value) ? "-" : share(value)));
  const columns = [
    cell.kind,
    median(({ seconds }) => seconds)
      .map((value) => inSeconds(value))
      .join(" -> "),
    `${share(longer.median)} (${share(longer.min)} to ${share(longer.max)})`,
    `${share(refused, 2)} -> ${share(refusedWithout, 2)}`,
    used.join(" -> "),
    String(cell.runs.reduce((sum, { lost }) => sum + lost, 0)),
  ];
  return { size: Math.max(Math.abs(longer.median), Math.abs(refusedWithout - refused)), columns };
}
