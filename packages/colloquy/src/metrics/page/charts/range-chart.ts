import { scaleLinear } from "d3-scale";
import type { Range } from "../../../estimation/index.ts";
import { formatEnds, formatPercent, markup, type Markup, UNKNOWN } from "../../../text/index.ts";
import { chart } from "./chart.ts";
import type { Scale } from "./scales.ts";

export interface RangeRow {
  readonly name: string;
  readonly range: Range;
  /** Null: not known. */
  readonly outcome: number | null;
  readonly format: (value: number) => string;
  /** The text at the end of the line. */
  readonly verdict: string;
}

const ROW = 60;
/** Smallest and largest reach of the axis, as a share of the likely value. */
const REACH = { least: 0.05, most: 4 } as const;

/**
 * Expected ranges, with outcomes as dots. All rows share one axis, the relative difference from the likely value, so they
 * can be compared. Larger differences are drawn at the end of the axis.
 */
export function rangeChart(id: string, title: string, rows: readonly RangeRow[]): Markup {
  const scale = scaleOf(rows);
  const [from = 0, , to = 0] = scale.domain();
  const bottom = rows.length * ROW;
  const said = rows.map(
    (row) => `${row.name}: expected ${rangeWords(row)}, outcome ${outcomeWords(row)}, ${row.verdict}`,
  );
  const legend = [
    { label: "expected in 9 of 10 cases", colour: "expected", drawn: "area" },
    { label: "outcome", colour: "actual", drawn: "mark" },
  ] as const;
  const axis = markup`<line class="grid center" x1="50%" x2="50%" y1="20" y2="${bottom}"/><text class="tick" x="50%" y="${bottom + 16}" text-anchor="middle">likely</text><text class="tick" x="0" y="${bottom + 16}">−${formatPercent(-from)}</text><text class="tick" x="100%" y="${bottom + 16}" text-anchor="end">+${formatPercent(to)}</text>`;
  return chart({ id, title, description: `${said.join("; ")}.`, height: bottom, room: "below", legend }, [
    axis,
    rows.map((row, index) => drawRow(row, index * ROW, scale)),
  ]);
}

function drawRow(row: RangeRow, top: number, scale: Scale): Markup {
  const place = (value: number): number => scale(difference(row, value));
  const { range, outcome } = row;
  const [least, most] = [place(range.least), place(range.most)];
  const dot =
    outcome === null
      ? null
      : markup`<circle class="actual" cx="${place(outcome)}%" cy="${top + 29}" r="6.5"><title>${row.name}: ${outcomeWords(row)}</title></circle>`;
  return markup`<text class="name" x="0" y="${top + 14}">${row.name} <tspan class="strong">${outcomeWords(row)}</tspan></text><text class="value soft" x="100%" y="${top + 14}" text-anchor="end">${row.verdict}</text><rect class="track" x="0" y="${top + 26}" width="100%" height="6" rx="3"/><rect class="bar expected" x="${least}%" y="${top + 23}" width="${most - least}%" height="12" rx="2"><title>${rangeWords(row)}</title></rect><rect class="bar likely" x="50%" y="${top + 22}" width="1.5" height="14"/>${dot}<text class="tick haloed" x="50%" y="${top + 49}" text-anchor="middle">${rangeWords(row)}</text>`;
}

/** Relative difference of a value from the likely value. */
function difference({ range }: RangeRow, value: number): number {
  return value / (range.likely > 0 ? range.likely : Math.max(range.most, Number.MIN_VALUE)) - 1;
}

/** Relative differences with the likely value in the middle. Values below 0 are impossible, so the left part may be shorter. */
function scaleOf(rows: readonly RangeRow[]): Scale {
  const differences = rows.flatMap((row) =>
    [row.range.least, row.range.most, row.outcome ?? row.range.likely].map((value) => Math.abs(difference(row, value))),
  );
  const furthest = Math.min(REACH.most, Math.max(REACH.least, ...differences));
  const [, reach = furthest] = scaleLinear().domain([0, furthest]).nice(5).domain();
  return scaleLinear([-Math.min(1, reach), 0, reach], [0, 50, 100]).clamp(true);
}

function outcomeWords({ outcome, format }: RangeRow): string {
  return outcome === null ? UNKNOWN : format(outcome);
}

function rangeWords({ range, format }: RangeRow): string {
  return formatEnds(range, format);
}
