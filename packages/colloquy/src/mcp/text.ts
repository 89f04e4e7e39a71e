import { POLARITIES, type PolarityCounts, printable, relationText as textOfRelation } from "../model/index.ts";
import { type Citation, quoted } from "./citation.ts";

/** Numbered citations, each with its position and its quoted words. */
export function numbered(citations: readonly Citation[]): string {
  return citations.map((citation, index) => `[${index + 1}] ${quoted(citation)}`).join("\n");
}

/** The last line of the text of a list. */
export function continuation(next: string | null): string {
  return next === null ? "" : `\nMore: call again with cursor ${next}`;
}

/** `stated 3, negated 1`, without zeros. */
export function polarityText(counts: PolarityCounts): string {
  return POLARITIES.flatMap((polarity) => (counts[polarity] > 0 ? [`${polarity} ${counts[polarity]}`] : [])).join(", ");
}

/** `sleep REDUCES stress`. */
export function relationText(relation: Parameters<typeof textOfRelation>[0]): string {
  return printable(textOfRelation(relation));
}
