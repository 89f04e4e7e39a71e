import { hash } from "node:crypto";

const WORDS = 8;
const WORD_BASE = 0x1_0000_0000;

/** The SHA-256 of a canonical line (its UTF-8 bytes, without a line end): 32 bytes. */
export function lineHash(line: string): Uint8Array {
  return hash("sha256", line, "buffer");
}

/**
 * The digest of a set of lines: the sum of their hashes modulo 2^256. It does not depend on their order, and a line
 * that is taken away needs no other line to be read again (Bellare and Micciancio, "A new paradigm for collision-free
 * hashing: incrementality at reduced cost", 1997).
 *
 * It detects accidental differences, not attacks: an adversary can construct colliding sets.
 */
export class DigestSum {
  // 32 bits in each double, the most significant word first: sums stay exact, and adding a row allocates no memory.
  readonly #words = new Float64Array(WORDS);

  /** A sum that continues from the result of `toHex`. @throws TypeError when `hex` is not 64 hexadecimal digits. */
  static fromHex(hex: string): DigestSum {
    if (!/^[0-9a-f]{64}$/i.test(hex))
      throw new TypeError(`Expected a digest of 64 hexadecimal digits, got ${JSON.stringify(hex)}`);
    return new DigestSum().add(Buffer.from(hex, "hex"));
  }

  /** Adds a hash of 32 bytes, as `lineHash` returns it. */
  add(lineHash: Uint8Array): this {
    let carry = 0;
    for (let index = WORDS - 1; index >= 0; index--) {
      const sum = this.#word(index) + wordOf(lineHash, index) + carry;
      carry = sum >= WORD_BASE ? 1 : 0;
      this.#words[index] = sum - carry * WORD_BASE;
    }
    return this;
  }

  /** Subtracts a hash that was added before. */
  subtract(lineHash: Uint8Array): this {
    let borrow = 0;
    for (let index = WORDS - 1; index >= 0; index--) {
      const difference = this.#word(index) - wordOf(lineHash, index) - borrow;
      borrow = difference < 0 ? 1 : 0;
      this.#words[index] = difference + borrow * WORD_BASE;
    }
    return this;
  }

  addLine(line: string): this {
    return this.add(lineHash(line));
  }

  subtractLine(line: string): this {
    return this.subtract(lineHash(line));
  }

  /** Adds another sum: the sums of parts add up to the sum of the whole. */
  merge(other: DigestSum): this {
    return this.add(Buffer.from(other.toHex(), "hex"));
  }

  /** 64 hexadecimal digits; all zeros for an empty set. */
  toHex(): string {
    return Array.from(this.#words, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }
}

function wordOf(bytes: Uint8Array, index: number): number {
  const at = index * 4;
  return (
    (bytes[at] as number) * 0x1_00_00_00 +
    (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))
  );
}
