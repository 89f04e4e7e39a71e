import { contentId } from "../../model/index.ts";
import { termWeight } from "./bm25.ts";
import { countDimensions, type TermCounts } from "./term-counts.ts";

/** The sparse vector of a chunk's analysed terms. */
export const KEYWORD_VECTOR = "bm25";

/** Hashing a chunk's terms takes as long as sending it, and nearly all terms recur. */
const MOST_REMEMBERED = 50_000;

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

/** The analysed terms of one workspace as dimensions of a sparse vector. */
export class KeywordVectors {
  readonly #workspace: string;
  readonly #dimensions = new Map<string, number>();

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  countsOf(terms: readonly string[]): TermCounts {
    return countDimensions(terms.filter((term) => term !== "").map((term) => this.dimensionOf(term)));
  }

  /**
   * The first 32 bits of the hash of workspace and term. With the workspace in the hash, each workspace of a shared
   * collection has its own dimensions.
   */
  dimensionOf(term: string): number {
    const known = this.#dimensions.get(term);
    if (known !== undefined) return known;
    if (this.#dimensions.size >= MOST_REMEMBERED) this.#dimensions.clear();
    const dimension = Number.parseInt(contentId("term", this.#workspace, term).slice(0, 8), 16);
    this.#dimensions.set(term, dimension);
    return dimension;
  }
}

/**
 * BM25 weights of a chunk's terms with an assumed average length; a query adds the rarity of each term.
 * @returns null without terms.
 */
export function keywordVector({ dimensions, counts, length }: TermCounts, assumedLength: number): SparseVector | null {
  if (dimensions.length === 0) return null;
  return { indices: [...dimensions], values: counts.map((count) => termWeight(count, length, assumedLength)) };
}
