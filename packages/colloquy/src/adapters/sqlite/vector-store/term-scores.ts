import SqliteDatabase, { type Database, type Statement } from "better-sqlite3";
import { termRarity, termWeight } from "../../keywords/index.ts";
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

const NO_CHUNKS: ScoredTerm = { numbers: new Uint32Array(), scores: new Float64Array() };

/** The number of terms of each chunk, by the chunk's number; `NO_CHUNK` for numbers without a chunk. */
interface Lengths {
  readonly of: Int32Array;
  readonly chunks: number;
  readonly average: number;
}

const NO_CHUNK = -1;

/**
 * BM25, term by term, from the lists of FTS5's index. Its own function has the same scores, but reads the length of a chunk for
 * each row, which takes several times as long for a frequent term. The scores of the terms that were used last are kept.
 */
export class TermScores {
  readonly #occurrences: Statement<[string], number>;
  readonly #sizes: Statement<[], [ids: string | null, sizes: string | null]>;
  readonly #highest: Statement<[], number | null>;
  readonly #kept = new Map<string, ScoredTerm>();
  readonly #mostKept: number;
  #keptScores = 0;
  /** Null until a search needs them. */
  #lengths: Lengths | null = null;

  /** @param mostKept scores kept in memory; a term counts as 50 more. */
  constructor(connection: Database, mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
    connection.exec(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_occurrence USING fts5vocab('main', 'chunk_terms', 'instance')",
    );
    this.#occurrences = connection.prepare<[string], number>("SELECT doc FROM chunk_occurrence WHERE term = ?").pluck();
    // One row is read faster than one for each chunk.
    this.#sizes = connection
      .prepare<[], [string | null, string | null]>(
        "SELECT group_concat(id), group_concat(hex(sz)) FROM chunk_terms_docsize",
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
    this.#lengths = null;
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
    const occurrences = term === "" ? [] : this.#occurrences.all(encodeTerm(term));
    if (occurrences.length === 0) return NO_CHUNKS;
    const lengths = (this.#lengths ??= this.#readLengths());
    const counts = new Uint32Array(lengths.of.length);
    let having = 0;
    for (const n of occurrences) {
      if ((lengths.of[n] ?? NO_CHUNK) === NO_CHUNK) throw damaged(`it has no length of row ${n}`);
      if (counts[n] === 0) having += 1;
      counts[n] = (counts[n] as number) + 1;
    }
    const rarity = termRarity(lengths.chunks, having);
    const [numbers, scores] = [new Uint32Array(having), new Float64Array(having)];
    let at = 0;
    for (let n = 0; n < counts.length; n += 1) {
      const count = counts[n] as number;
      if (count === 0) continue;
      numbers[at] = n;
      scores[at] = rarity * termWeight(count, lengths.of[n] as number, lengths.average);
      at += 1;
    }
    return { numbers, scores };
  }

  #readLengths(): Lengths {
    const [numbers, sizes] = (this.#sizes.get() ?? []).map((list) => list?.split(",") ?? []);
    const of = new Int32Array((this.#highest.get() ?? 0) + 1).fill(NO_CHUNK);
    let terms = 0;
    for (const [index, n] of (numbers ?? []).entries()) {
      const length = decodeVarint(sizes?.[index] ?? "");
      terms += length;
      of[Number(n)] = length;
    }
    const chunks = numbers?.length ?? 0;
    return { of, chunks, average: terms / chunks };
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

/** A number of SQLite's file format from its bytes in hexadecimal: seven bits a byte, the highest bits first. */
function decodeVarint(hex: string): number {
  let value = 0;
  for (let at = 0; at < hex.length; at += 2) value = value * 128 + (Number.parseInt(hex.slice(at, at + 2), 16) & 127);
  return value;
}

function damaged(how: string): Error {
  return new SqliteDatabase.SqliteError(`the index of words is inconsistent: ${how}`, "SQLITE_CORRUPT");
}
