import { countDimensions, type TermCounts, type TermDimensions } from "../../keywords/index.ts";

const RADIX = 36;

/**
 * The word of a term in the full-text index. It is a number, because the index divides terms at spaces and cuts long
 * ones, and because the numbers of two workspaces differ.
 */
export function termWord(term: string, dimensions: TermDimensions): string {
  return dimensions.dimensionOf(term).toString(RADIX);
}

/** The words of a chunk's terms in their order, with repeats, as one text for the full-text index. */
export function termsText(terms: readonly string[], dimensions: TermDimensions): string {
  return terms.map((term) => termWord(term, dimensions)).join(" ");
}

/** The inverse of `termsText`, without the order. */
export function countsIn(text: string): TermCounts {
  return countDimensions(text === "" ? [] : text.split(" ").map((word) => Number.parseInt(word, RADIX)));
}
