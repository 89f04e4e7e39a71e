import { printable } from "../../model/index.ts";
import { tableLines, wrapLines } from "../../text/index.ts";
import type { Column } from "../columns.ts";

/** Maximum columns of a line. */
const WIDTH = 100;

/** Wraps a text to lines of at most 100 columns. The first line starts with `first`, the others with `rest`. */
export function paragraph(text: string, first = "", rest = first): readonly string[] {
  return wrapLines(printable(text), WIDTH, first, rest);
}

/** The lines of a table of at most 100 columns. */
export function table<Item>(items: readonly Item[], columns: readonly Column<Item, string>[]): readonly string[] {
  return tableLines(
    columns.map(({ title, holds }) => ({ title, align: holds === "words" ? "left" : "right" })),
    items.map((item) => columns.map(({ cell }) => cell(item))),
    { indent: "  ", width: WIDTH },
  );
}

/** A paragraph that is part of a section; empty without a text. */
export function indented(text: string): readonly string[] {
  return text === "" ? [] : paragraph(text, "  ");
}

/** A section with a list; empty without entries. */
export function listSection(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [title, ...entries.flatMap((entry) => paragraph(entry, "- ", "  "))];
}
