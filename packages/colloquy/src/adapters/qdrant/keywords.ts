import { contentId } from "../../model/index.ts";
import { termWeight } from "./bm25.ts";
import { countDimensions, type TermCounts } from "./term-counts.ts";

/** The sparse vector that holds a chunk's analysed terms. */
export const KEYWORD_VECTOR = "bm25";

/** Hashing the terms of a chunk takes as long as sending it, and nearly all of them were in chunks before. */
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
   * The first 32 bits of the hash of workspace and term. The workspace is part of it so that, in a collection that several
   * workspaces share, each has dimensions of its own.
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
 * What BM25 gives each term of a chunk, with an assumed average length of chunks and without the rarity of the term,
 * which a query brings.
 * @returns null where there are no terms.
 */
export function keywordVector({ dimensions, counts, length }: TermCounts, assumedLength: number): SparseVector | null {
  if (dimensions.length === 0) return null;
  return { indices: [...dimensions], values: counts.map((count) => termWeight(count, length, assumedLength)) };
}
