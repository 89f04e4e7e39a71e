import { contentId } from "../../model/index.ts";

/** The sparse vector that holds a passage's analysed terms. */
export const KEYWORD_VECTOR = "bm25";

const K1 = 1.2;
const B = 0.75;
/**
 * How many analysed terms a passage is taken to have on average. A constant, so that what is stored of a passage
 * depends on that passage alone; passages are of about 500 tokens, and those of QMSum have 151 terms.
 */
const AVERAGE_TERMS = 150;

/** Hashing the terms of a passage takes as long as sending it, and nearly all of them were in passages before. */
const MOST_REMEMBERED = 50_000;
let remembered = { workspace: "", dimensions: new Map<string, number>() };

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

/**
 * What BM25 gives each term of a passage but for its rarity, which Qdrant adds when it searches (modifier `idf`).
 * Source: Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
 *
 * @returns null where there are no terms.
 */
export function keywordVector(workspace: string, terms: readonly string[]): SparseVector | null {
  const kept = terms.filter((term) => term !== "");
  const length = K1 * (1 - B + (B * kept.length) / AVERAGE_TERMS);
  return sparse(workspace, kept, (frequency) => (frequency * (K1 + 1)) / (frequency + length));
}

/** A term that is asked twice weighs twice. @returns null where there are no terms. */
export function keywordQuery(workspace: string, terms: readonly string[]): SparseVector | null {
  const asked = terms.filter((term) => term !== "");
  return sparse(workspace, asked, (times) => times);
}

/**
 * The dimension of a term: the first 32 bits of the hash of workspace and term. The workspace is in it so that, in a
 * shared collection, how rare a term is does not depend on what others say.
 */
function dimensionOf(workspace: string, term: string): number {
  if (remembered.workspace !== workspace || remembered.dimensions.size >= MOST_REMEMBERED) {
    remembered = { workspace, dimensions: new Map() };
  }
  const known = remembered.dimensions.get(term);
  if (known !== undefined) return known;
  const dimension = Number.parseInt(contentId("term", workspace, term).slice(0, 8), 16);
  remembered.dimensions.set(term, dimension);
  return dimension;
}

function sparse(
  workspace: string,
  terms: readonly string[],
  weigh: (frequency: number) => number,
): SparseVector | null {
  if (terms.length === 0) return null;
  const frequencies = new Map<number, number>();
  for (const term of terms) {
    const dimension = dimensionOf(workspace, term);
    frequencies.set(dimension, (frequencies.get(dimension) ?? 0) + 1);
  }
  return { indices: [...frequencies.keys()], values: [...frequencies.values()].map(weigh) };
}
