import { printable } from "../model/index.ts";
import { displayWidth, padColumns, truncate } from "./layout.ts";

/** A column of a table; numbers stand at its right. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/** How a table is laid out. */
export interface TableLayout {
  /** Before each line. */
  readonly indent?: string;
  /** Columns of a line at most, as far as texts can be cut; by default as many as it takes. */
  readonly width?: number;
  /** For the line of titles, such as a colour. */
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
 * Lines of a table without borders, its titles first. What is too wide is taken from the widest column of text; a number
 * is never cut. Cells are made printable.
 * @param rows a cell for each column.
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
