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

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

/** The analysed terms of one workspace as sparse vectors. */
export class KeywordVectors {
  readonly #workspace: string;
  readonly #dimensions = new Map<string, number>();

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /**
   * What BM25 gives each term of a passage but for its rarity, which Qdrant adds when it searches (modifier `idf`).
   * Source: Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
   *
   * @returns null where there are no terms.
   */
  ofPassage(terms: readonly string[]): SparseVector | null {
    const kept = terms.filter((term) => term !== "");
    const length = K1 * (1 - B + (B * kept.length) / AVERAGE_TERMS);
    return this.#sparse(kept, (frequency) => (frequency * (K1 + 1)) / (frequency + length));
  }

  /** A term that is asked twice weighs twice. @returns null where there are no terms. */
  ofQuery(terms: readonly string[]): SparseVector | null {
    const asked = terms.filter((term) => term !== "");
    return this.#sparse(asked, (times) => times);
  }

  #sparse(terms: readonly string[], weigh: (frequency: number) => number): SparseVector | null {
    if (terms.length === 0) return null;
    const frequencies = new Map<number, number>();
    for (const term of terms) {
      const dimension = this.#dimensionOf(term);
      frequencies.set(dimension, (frequencies.get(dimension) ?? 0) + 1);
    }
    return { indices: [...frequencies.keys()], values: [...frequencies.values()].map(weigh) };
  }

  /**
   * The first 32 bits of the hash of workspace and term. The workspace is in it so that, in a shared collection, how
   * often others say a term does not count; how many passages they have does, in IDF, about the same for every term.
   */
  #dimensionOf(term: string): number {
    const known = this.#dimensions.get(term);
    if (known !== undefined) return known;
    if (this.#dimensions.size >= MOST_REMEMBERED) this.#dimensions.clear();
    const dimension = Number.parseInt(contentId("term", this.#workspace, term).slice(0, 8), 16);
    this.#dimensions.set(term, dimension);
    return dimension;
  }
}
