import type { Range } from "../../../estimation/index.ts";
import { percent } from "../format.ts";
import { markup, type Markup } from "../markup.ts";
import { chart } from "./chart.ts";

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
const REACHES = [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 4];

/**
 * What was expected, as a range, and what came, as a dot. Every line has the same axis, by how much a value differs
 * from the likely one, so that all can be compared; what differs more than the axis reaches stands at its end.
 */
export function rangeChart(id: string, title: string, rows: readonly RangeRow[]): Markup {
  const reach = reachOf(rows);
  const bottom = rows.length * ROW;
  const said = rows.map((row) => `${row.name}: expected ${rangeWords(row)}, came ${outcomeWords(row)}, ${row.verdict}`);
  const legend = [
    { label: "expected in 9 of 10 cases", colour: "expected", drawn: "area" },
    { label: "came", colour: "came", drawn: "mark" },
  ] as const;
  const axis = markup`<line class="grid center" x1="50%" x2="50%" y1="20" y2="${bottom}"/><text class="tick" x="50%" y="${bottom + 16}" text-anchor="middle">as likely</text><text class="tick" x="0" y="${bottom + 16}">−${percent(Math.min(1, reach))}</text><text class="tick" x="100%" y="${bottom + 16}" text-anchor="end">+${percent(reach)}</text>`;
  return chart({ id, title, description: `${said.join("; ")}.`, height: bottom, room: "below", legend }, [
    axis,
    rows.map((row, index) => drawRow(row, index * ROW, reach)),
  ]);
}

function drawRow(row: RangeRow, top: number, reach: number): Markup {
  const place = (value: number): number => {
    const share = difference(row, value);
    return 50 + 50 * Math.max(-1, Math.min(1, share / (share < 0 ? Math.min(1, reach) : reach)));
  };
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

/** A round number that all differences are within, if any is. */
function reachOf(rows: readonly RangeRow[]): number {
  const furthest = Math.max(
    ...rows.flatMap((row) =>
      [row.range.least, row.range.most, row.outcome ?? row.range.likely].map((value) =>
        Math.abs(difference(row, value)),
      ),
    ),
  );
  return REACHES.find((reach) => reach >= furthest) ?? REACHES.at(-1) ?? 1;
}

function outcomeWords({ outcome, format }: RangeRow): string {
  return outcome === null ? "unknown" : format(outcome);
}

function rangeWords({ range, format }: RangeRow): string {
  const [least, most] = [format(range.least), format(range.most)];
  return least === most ? least : `${least} to ${most}`;
}
