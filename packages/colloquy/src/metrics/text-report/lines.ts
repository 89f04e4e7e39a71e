import { printable } from "../../model/index.ts";
import { type Column, tableLines, wrapLines } from "../../text/index.ts";

/** Maximum columns of a line. */
const WIDTH = 100;

/** Wraps a text to lines of at most 100 columns. The first line starts with `first`, the others with `rest`. */
export function paragraph(text: string, first = "", rest = first): readonly string[] {
  return wrapLines(printable(text), WIDTH, first, rest);
}

/** The lines of a table of at most 100 columns. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  return tableLines(columns, rows, { indent: "  ", width: WIDTH });
}
