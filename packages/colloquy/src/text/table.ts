import { printable } from "../model/index.ts";
import { displayWidth, padColumns, truncate } from "./layout.ts";

/** A column of a table; numbers are aligned right. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** Options for the layout of a table. */
export interface TableLayout {
  /** Prefix of each line. */
  readonly indent?: string;
  /** The most columns of a line, as far as texts can be shortened; by default unlimited. */
  readonly width?: number;
  /** Formats the line of titles, for example with a colour. */
  readonly heading?: (line: string) => string;
}

const GAP = "  ";
const LEAST_TEXT_WIDTH = 8;

export function textColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, align: "left" }));
}

export function numberColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, align: "right" }));
}

/**
 * Lines of a table without borders, titles first. If the table is too wide, the widest text columns are shortened; numbers
 * never are. Cells are made printable.
 * @param rows Rows with one cell for each column.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { indent = "", width = Number.POSITIVE_INFINITY, heading = (line) => line }: TableLayout = {},
): readonly string[] {
  const shown = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, at) => Math.max(...shown.map((row) => displayWidth(row[at] ?? ""))));
  narrow(widths, columns, width - displayWidth(indent) - GAP.length * (columns.length - 1));
  return shown.map((row, index) => {
    const cells = columns.map(({ align }, at) => {
      const room = widths[at] ?? 0;
      return padColumns(truncate(row[at] ?? "", room), room, align);
    });
    const line = `${indent}${cells.join(GAP)}`.trimEnd();
    return index === 0 ? heading(line) : line;
  });
}

function narrow(widths: number[], columns: readonly Column[], room: number): void {
  const textual = columns.flatMap(({ align }, at) => (align === "left" ? [at] : []));
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  for (; excess > 0; excess--) {
    const widest = textual.reduce((most, at) => ((widths[at] ?? 0) > (widths[most] ?? 0) ? at : most), textual[0] ?? 0);
    const width = widths[widest] ?? 0;
    if (width <= LEAST_TEXT_WIDTH) return;
    widths[widest] = width - 1;
  }
}
