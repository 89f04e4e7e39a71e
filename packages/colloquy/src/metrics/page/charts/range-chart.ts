import { scaleLinear } from "d3-scale";
import type { Range } from "../../../estimation/index.ts";
import { formatEnds, formatPercent, markup, type Markup, UNKNOWN } from "../../../text/index.ts";
import { chart } from "./chart.ts";
import type { Scale } from "./scales.ts";

export interface RangeRow {
  readonly name: string;
  readonly range: Range;
  /** Null where it is not known. */
  readonly outcome: number | null;
  readonly format: (value: number) => string;
  /** What stands at the end of the line. */
  readonly verdict: string;
}

const ROW = 60;
/** How far the axis reaches at least and at most, as a share of the likely value. */
const REACH = { least: 0.05, most: 4 } as const;

/**
 * What was expected, as a range, and what came, as a dot. Every line has the same axis, by how much a value differs
 * from the likely one, so that all can be compared; what differs more than the axis reaches stands at its end.
 */
export function rangeChart(id: string, title: string, rows: readonly RangeRow[]): Markup {
  const scale = scaleOf(rows);
  const [from = 0, , to = 0] = scale.domain();
  const bottom = rows.length * ROW;
  const said = rows.map((row) => `${row.name}: expected ${rangeWords(row)}, came ${outcomeWords(row)}, ${row.verdict}`);
  const legend = [
    { label: "expected in 9 of 10 cases", colour: "expected", drawn: "area" },
    { label: "came", colour: "came", drawn: "mark" },
  ] as const;
  const axis = markup`<line class="grid center" x1="50%" x2="50%" y1="20" y2="${bottom}"/><text class="tick" x="50%" y="${bottom + 16}" text-anchor="middle">as likely</text><text class="tick" x="0" y="${bottom + 16}">−${formatPercent(-from)}</text><text class="tick" x="100%" y="${bottom + 16}" text-anchor="end">+${formatPercent(to)}</text>`;
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
      : markup`<circle class="came" cx="${place(outcome)}%" cy="${top + 29}" r="6.5"><title>${row.name}: ${outcomeWords(row)}</title></circle>`;
  return markup`<text class="name" x="0" y="${top + 14}">${row.name} <tspan class="strong">${outcomeWords(row)}</tspan></text><text class="value soft" x="100%" y="${top + 14}" text-anchor="end">${row.verdict}</text><rect class="track" x="0" y="${top + 26}" width="100%" height="6" rx="3"/><rect class="bar expected" x="${least}%" y="${top + 23}" width="${most - least}%" height="12" rx="2"><title>${rangeWords(row)}</title></rect><rect class="bar likely" x="50%" y="${top + 22}" width="1.5" height="14"/>${dot}<text class="tick haloed" x="50%" y="${top + 49}" text-anchor="middle">${rangeWords(row)}</text>`;
}

/** By which share a value is more than the likely one. */
function difference({ range }: RangeRow, value: number): number {
  return value / (range.likely > 0 ? range.likely : Math.max(range.most, Number.MIN_VALUE)) - 1;
}

/** Differences from the likely value, which stands in the middle. Less than nothing cannot come, so that its part may be shorter. */
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
