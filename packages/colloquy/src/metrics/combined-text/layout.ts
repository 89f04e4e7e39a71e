import { printable } from "../../model/index.ts";

/** Columns of a line at most; a word that is longer is broken. */
export const WIDTH = 100;
const GAP = "  ";
const LEAST_TEXT_WIDTH = 8;

/** Breaks a text at its spaces into lines, the first behind `first`, the others behind `rest`. */
export function wrap(text: string, first = "", rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of printable(text).split(/ +/)) {
    for (const piece of pieces(word, WIDTH - Math.max(length(first), length(rest)))) {
      if (!isEmpty && length(line) + 1 + length(piece) > WIDTH) {
        lines.push(line);
        line = rest;
        isEmpty = true;
      }
      line += isEmpty ? piece : ` ${piece}`;
      isEmpty = false;
    }
  }
  return [...lines, line.trimEnd()];
}

/** A column of a table; numbers stand at its right. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

/**
 * Lines of a table, its titles first. What is too wide is taken from the widest column of text.
 * @param rows a cell for each column.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], indent = GAP): string[] {
  const shown = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, at) => Math.max(...shown.map((row) => length(row[at] ?? ""))));
  narrow(widths, columns, WIDTH - length(indent) - GAP.length * (columns.length - 1));
  return shown.map((row) => {
    const cells = columns.map(({ align }, at) => cell(row[at] ?? "", widths[at] ?? 0, align));
    return `${indent}${cells.join(GAP)}`.trimEnd();
  });
}

function narrow(widths: number[], columns: readonly Column[], room: number): void {
  const textual = columns.flatMap(({ align }, at) => (align === "left" ? [at] : []));
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = textual.reduce((most, at) => ((widths[at] ?? 0) > (widths[most] ?? 0) ? at : most), textual[0] ?? 0);
    const width = widths[widest] ?? 0;
    if (width <= LEAST_TEXT_WIDTH) return;
    widths[widest] = width - 1;
    excess--;
  }
}

function cell(text: string, width: number, align: Column["align"]): string {
  const characters = [...text];
  const fitting = characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}…`;
  const padding = " ".repeat(width - length(fitting));
  return align === "left" ? fitting + padding : padding + fitting;
}

function pieces(word: string, room: number): string[] {
  const characters = [...word];
  if (characters.length <= room) return [word];
  return Array.from({ length: Math.ceil(characters.length / room) }, (_, at) =>
    characters.slice(at * room, (at + 1) * room).join(""),
  );
}

function length(text: string): number {
  return [...text].length;
}
