import { POLARITIES, type PolarityCounts, printable, relationText as textOfRelation } from "../model/index.ts";
import { type Citation, quoted } from "./citation.ts";

/** A citation with its number, of a result whose numbers are unique. */
export function numbered(n: number, citation: Citation, mark = ""): string {
  return `[${n}] ${mark}${quoted(citation)}`;
}

/** A citation in a list without numbers. */
export function listed(citation: Citation): string {
  return `- ${quoted(citation)}`;
}

/** The last line of the text of a list. */
export function continuation(next: string | null): string {
  return next === null ? "" : `\nMore: the same call with "cursor": "${next}"`;
}

/** Counts without zeros. */
export function countsAboveZero(counts: PolarityCounts): Partial<PolarityCounts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** `stated 3, negated 1`, without zeros. */
export function polarityText(counts: { readonly [Each in keyof PolarityCounts]?: number | undefined }): string {
  return POLARITIES.flatMap((polarity) => {
    const count = counts[polarity] ?? 0;
    return count > 0 ? [`${polarity} ${count}`] : [];
  }).join(", ");
}

/** `sleep REDUCES stress`. */
export function relationText(relation: Parameters<typeof textOfRelation>[0]): string {
  return printable(textOfRelation(relation));
}
