import type { Database } from "better-sqlite3";
import type { SqlValue } from "../encoding.ts";

const BITS_A_WORD = 32;

/**
 * The signs of all vectors of a store in memory, one bit a value: 48 bytes for 384 dimensions. They select the vectors that
 * are compared exactly. Figures in docs/decisions/embedded-stores.md.
 */
export class SignVectors {
  readonly #connection: Database;
  readonly #words: number;
  readonly #numbers: readonly number[];
  readonly #signs: Uint32Array;

  /** @param dimensions a multiple of 32. */
  constructor(connection: Database, dimensions: number) {
    this.#connection = connection;
    this.#words = dimensions / BITS_A_WORD;
    const count = connection.prepare<[], number>("SELECT count(*) FROM chunk_vector").pluck().get() ?? 0;
    const numbers: number[] = [];
    this.#numbers = numbers;
    this.#signs = new Uint32Array(count * this.#words);
    const select = connection.prepare<[], [number, Uint8Array]>(
      "SELECT n, vec_quantize_binary(vector) FROM chunk_vector ORDER BY n",
    );
    for (const [n, signs] of select.raw().iterate()) {
      this.#signs.set(wordsOf(signs), numbers.length * this.#words);
      numbers.push(n);
    }
  }

  /** The numbers of the chunks whose vectors share the most signs with a vector: at least `limit`, with all ties. In their order. */
  nearest(vector: SqlValue, limit: number): readonly number[] {
    const signs = this.#connection.prepare<[SqlValue], Uint8Array>("SELECT vec_quantize_binary(?)").pluck().get(vector);
    const distances = this.#distances(wordsOf(signs ?? new Uint8Array()));
    const counts = new Uint32Array(this.#words * BITS_A_WORD + 1);
    for (const distance of distances) counts[distance] = (counts[distance] ?? 0) + 1;
    let [farthest, within] = [0, counts[0] ?? 0];
    while (within < limit && farthest + 1 < counts.length) {
      farthest += 1;
      within += counts[farthest] ?? 0;
    }
    return this.#numbers.filter((_, index) => (distances[index] as number) <= farthest);
  }

  #distances(signs: Uint32Array): Uint16Array {
    const distances = new Uint16Array(this.#numbers.length);
    let at = 0;
    for (let index = 0; index < distances.length; index += 1) {
      let different = 0;
      for (let word = 0; word < this.#words; word += 1, at += 1)
        different += ones((this.#signs[at] as number) ^ (signs[word] as number));
      distances[index] = different;
    }
    return distances;
  }
}

/** Copies, because a Uint32Array must begin at a multiple of four bytes. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

/** The number of bits that are 1 (Henry S. Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
