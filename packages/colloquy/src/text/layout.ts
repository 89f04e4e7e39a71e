import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const CHARACTERS = new Intl.Segmenter();
const LEAST_WIDTH = 10;

/** How many columns a text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Pads with spaces to a width in columns. */
export function padColumns(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - stringWidth(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/** Cuts a text without colours at a width in columns, and says so with an ellipsis. */
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

/** Breaks a text at its spaces into lines of at most `width` columns, the first behind `first`, the others behind `rest`. A longer word is broken. */
export function wrapLines(text: string, width: number, first = "", rest = first): readonly string[] {
  const room = Math.max(LEAST_WIDTH, width - Math.max(stringWidth(first), stringWidth(rest)));
  const lines = wrapAnsi(text.replaceAll(/ +/g, " "), room, { hard: true }).split("\n");
  return lines.map((line, index) => `${index === 0 ? first : rest}${line}`);
}

/** As `wrapLines`, in one text. */
export function wrap(text: string, width: number, first = "", rest = first): string {
  return wrapLines(text, width, first, rest).join("\n");
}
