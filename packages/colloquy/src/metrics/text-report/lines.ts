import { printable } from "../../model/index.ts";
import { type Column, tableLines, wrapLines } from "../../text/index.ts";

/** Columns of a line at most. */
const WIDTH = 100;

/** A text in lines of at most 100 columns, the first behind `first`, the others behind `rest`. */
export function paragraph(text: string, first = "", rest = first): readonly string[] {
  return wrapLines(printable(text), WIDTH, first, rest);
}

/** The lines of a table of at most 100 columns. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  return tableLines(columns, rows, { indent: "  ", width: WIDTH });
}
