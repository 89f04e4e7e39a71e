import type { Database, Statement } from "better-sqlite3";
import { encodeTerm } from "./term-encoding.ts";

/** Scores that are kept in memory for the next search, of 12 bytes each: those of the terms that were used last. */
const MOST_KEPT = 4_000_000;
/** The memory that a term takes beside its scores (550 bytes in Node 24), as a number of scores. */
const TERM_OVERHEAD = 50;

/** The chunks with a term, and how much the term adds to the score of each. */
interface ScoredTerm {
  readonly numbers: Uint32Array;
  readonly scores: Float64Array;
}

/**
 * BM25 as FTS5 computes it, term by term: FTS5 adds the scores of a query's terms in their order, and so does this class.
 * A frequent term is in a large part of the chunks; its scores are read once, and not in each search.
 */
export class TermScores {
  readonly #select: Statement<[string], [number, number]>;
  readonly #highest: Statement<[], number | null>;
  readonly #kept = new Map<string, ScoredTerm>();
  readonly #mostKept: number;
  #keptScores = 0;

  /** @param mostKept scores kept in memory; a term counts as 50 more. */
  constructor(connection: Database, mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
    this.#select = connection
      .prepare<[string], [number, number]>(
        "SELECT rowid, -bm25(chunk_terms) FROM chunk_terms WHERE chunk_terms MATCH ? ORDER BY rowid",
      )
      .raw();
    this.#highest = connection.prepare<[], number | null>("SELECT max(n) FROM chunk").pluck();
  }

  /** The scores of all chunks by their numbers; 0 for a chunk without any of the terms. */
  sum(terms: readonly string[]): Float64Array {
    const sums = new Float64Array((this.#highest.get() ?? 0) + 1);
    for (const term of terms) {
      const { numbers, scores } = this.#of(term);
      for (let at = 0; at < numbers.length; at += 1) {
        const n = numbers[at] as number;
        sums[n] = (sums[n] as number) + (scores[at] as number);
      }
    }
    return sums;
  }

  /** Forgets the scores, after a change of the chunks. */
  forget(): void {
    this.#kept.clear();
    this.#keptScores = 0;
  }

  /** Terms without chunks are not kept: queries have any number of them. */
  #of(term: string): ScoredTerm {
    const found = this.#kept.get(term);
    if (found !== undefined) {
      this.#kept.delete(term);
      this.#kept.set(term, found);
      return found;
    }
    const read = this.#read(term);
    if (read.numbers.length > 0) this.#keep(term, read);
    return read;
  }

  #read(term: string): ScoredTerm {
    const rows = term === "" ? [] : this.#select.all(`"${encodeTerm(term)}"`);
    return { numbers: Uint32Array.from(rows, ([n]) => n), scores: Float64Array.from(rows, ([, score]) => score) };
  }

  #keep(term: string, scored: ScoredTerm): void {
    this.#kept.set(term, scored);
    this.#keptScores += costOf(scored);
    for (const [oldest, dropped] of this.#kept) {
      if (this.#keptScores <= this.#mostKept) break;
      this.#kept.delete(oldest);
      this.#keptScores -= costOf(dropped);
    }
  }
}

function costOf({ numbers }: ScoredTerm): number {
  return numbers.length + TERM_OVERHEAD;
}
