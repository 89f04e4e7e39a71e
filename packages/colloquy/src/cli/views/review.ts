import { printable } from "../../model/index.ts";
import { formatCount, formatPercent, numberColumns, tableLines, textColumns, wrap } from "../../text/index.ts";
import type { ReviewFigures, ReviewItem } from "../library.ts";
import { type Look, words } from "./section.ts";

const QUESTIONS: Readonly<Record<ReviewItem["kind"], string>> = {
  merges: "Are these names of one thing?",
  relations: "Do the words say this, in this direction and in this way?",
  mentions: "Do the words mean this, and is it of this type?",
  found: "Do the words mean this?",
};

/** An item with its question and its words. */
export function renderItem(
  { kind, text, evidence }: ReviewItem,
  place: { readonly number: number; readonly of: number },
  look: Look,
): string {
  const { colours, columns } = look;
  const heading = colours.dim(`${place.number} of ${place.of} · ${kind} · ${QUESTIONS[kind]}`);
  const item = wrap(printable(text), Math.min(columns, 100), "  ");
  return [heading, colours.bold(item), ...evidence.map((each) => words(each, true, look, "      "))].join("\n");
}

/** The figures of each kind as a table. */
export function renderFigures(figures: readonly ReviewFigures[], { colours }: Look): string {
  if (figures.length === 0) return "There is nothing to review: the graph has no item of these kinds.\n";
  const columns = [
    ...textColumns("kind"),
    ...numberColumns("sample", "judged", "right", "precision", "95 % interval", "skipped"),
  ];
  const rows = figures.map(({ kind, sampled, judged, right, skipped, precision, interval }) => [
    kind,
    ...[sampled, judged, right].map(formatCount),
    precision === null ? "-" : formatPercent(precision, 1),
    interval === null ? "-" : interval.map((share) => formatPercent(share, 1)).join(" to "),
    formatCount(skipped),
  ]);
  return `${tableLines(columns, rows, { heading: colours.dim }).join("\n")}\n`;
}
