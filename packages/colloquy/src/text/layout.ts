import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const CHARACTERS = new Intl.Segmenter();
const LEAST_WIDTH = 10;

/** The number of terminal columns of a text; colour codes have none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Pads with spaces to a width in columns. */
export function padColumns(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - stringWidth(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/** Shortens a text without colours to a width in columns, with an ellipsis at the end. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const { segment } of CHARACTERS.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * Wraps a text at its spaces into lines of at most `width` columns; longer words are broken.
 * @param first Prefix of the first line.
 * @param indent Prefix of the other lines.
 */
export function wrapLines(text: string, width: number, first = "", indent = first): readonly string[] {
  const room = Math.max(LEAST_WIDTH, width - Math.max(stringWidth(first), stringWidth(indent)));
  const lines = wrapAnsi(text.replaceAll(/ +/g, " "), room, { hard: true }).split("\n");
  return lines.map((line, index) => `${index === 0 ? first : indent}${line}`);
}

/** Like `wrapLines`, joined with line breaks. */
export function wrap(text: string, width: number, first = "", indent = first): string {
  return wrapLines(text, width, first, indent).join("\n");
}
