import type { Database } from "better-sqlite3";
import { largest } from "./largest.ts";

const BITS_A_BYTE = 8;
/** The possible values of a byte. */
const BYTES = 256;

/**
 * The signs of all vectors of a store in memory, one bit a value: 48 bytes for 384 dimensions. They select the vectors that
 * are compared exactly. Figures in docs/decisions/embedded-stores.md.
 */
export class SignVectors {
  readonly #bytes: number;
  readonly #numbers: Uint32Array;
  readonly #signs: Uint8Array;

  /** @param dimensions a multiple of 8. */
  constructor(connection: Database, dimensions: number) {
    this.#bytes = dimensions / BITS_A_BYTE;
    const count = connection.prepare<[], number>("SELECT count(*) FROM chunk_vector").pluck().get() ?? 0;
    this.#numbers = new Uint32Array(count);
    this.#signs = new Uint8Array(count * this.#bytes);
    const select = connection.prepare<[], [number, Uint8Array]>(
      "SELECT n, vec_quantize_binary(vector) FROM chunk_vector ORDER BY n",
    );
    let index = 0;
    for (const [n, signs] of select.raw().iterate()) {
      this.#signs.set(signs, index * this.#bytes);
      this.#numbers[index] = n;
      index += 1;
    }
  }

  /**
   * The numbers of the chunks whose signs have the largest products with a vector: at least `limit`, with all ties. In
   * their order. A product with signs orders vectors better than the number of equal signs, because values of the sought
   * vector near 0 count little.
   */
  nearest(vector: Float32Array, limit: number): readonly number[] {
    const products = this.#products(vector);
    const least = largest(Float64Array.from(products), products.length, limit);
    return Array.from(this.#numbers.filter((_, index) => (products[index] as number) >= least));
  }

  /** Adds the product with each byte of signs, which is looked up. */
  #products(vector: Float32Array): Float32Array {
    const table = productsOfBytes(vector);
    const products = new Float32Array(this.#numbers.length);
    let at = 0;
    for (let index = 0; index < products.length; index += 1) {
      let sum = 0;
      for (let of = 0; of < table.length; of += BYTES, at += 1)
        sum += table[of + (this.#signs[at] as number)] as number;
      products[index] = sum;
    }
    return products;
  }
}

/** For each byte of signs, and each of its values: the sum of the vector's values there, less those whose bit is 0. */
function productsOfBytes(vector: Float32Array): Float32Array {
  const table = new Float32Array((vector.length / BITS_A_BYTE) * BYTES);
  for (let index = 0; index < table.length; index += 1) {
    const [first, bits] = [Math.floor(index / BYTES) * BITS_A_BYTE, index % BYTES];
    let sum = 0;
    for (let bit = 0; bit < BITS_A_BYTE; bit += 1) {
      const value = vector[first + bit] as number;
      sum += ((bits >>> bit) & 1) === 1 ? value : -value;
    }
    table[index] = sum;
  }
  return table;
}
