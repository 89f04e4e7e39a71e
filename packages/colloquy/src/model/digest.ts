import { hash } from "node:crypto";

const LANES = 8;
const LANE_BASE = 0x1_0000_0000;

/** The SHA-256 of a canonical line (its UTF-8 bytes, without a line end): 32 bytes. */
export function lineHash(line: string): Uint8Array {
  return hash("sha256", line, "buffer");
}

/**
 * The digest of a set of lines: the sum of their hashes modulo 2^256. It does not depend on their
 * order, and a line that is taken away needs no other line to be read again (Bellare and Micciancio,
 * "A new paradigm for collision-free hashing: incrementality at reduced cost", 1997).
 *
 * It tells accidents and differences, not attacks: an adversary can construct colliding sets.
 */
export class DigestSum {
  // 32 bits in each double, the most significant lane first: sums stay exact, and no row allocates.
  readonly #lanes = new Float64Array(LANES);

  /** A sum that goes on where `toHex` left off. @throws TypeError when `hex` is not 64 hexadecimal digits. */
  static fromHex(hex: string): DigestSum {
    if (!/^[0-9a-f]{64}$/i.test(hex))
      throw new TypeError(`Expected a digest of 64 hexadecimal digits, got ${JSON.stringify(hex)}`);
    return new DigestSum().add(Buffer.from(hex, "hex"));
  }

  /** Adds a hash of 32 bytes, as `lineHash` gives it. */
  add(lineHash: Uint8Array): this {
    let carry = 0;
    for (let lane = LANES - 1; lane >= 0; lane--) {
      const sum = this.#lane(lane) + laneOf(lineHash, lane) + carry;
      carry = sum >= LANE_BASE ? 1 : 0;
      this.#lanes[lane] = sum - carry * LANE_BASE;
    }
    return this;
  }

  /** Takes away a hash that was added before. */
  subtract(lineHash: Uint8Array): this {
    let borrow = 0;
    for (let lane = LANES - 1; lane >= 0; lane--) {
      const difference = this.#lane(lane) - laneOf(lineHash, lane) - borrow;
      borrow = difference < 0 ? 1 : 0;
      this.#lanes[lane] = difference + borrow * LANE_BASE;
    }
    return this;
  }

  addLine(line: string): this {
    return this.add(lineHash(line));
  }

  subtractLine(line: string): this {
    return this.subtract(lineHash(line));
  }

  /** Adds what another sum holds: sums of parts make the sum of the whole. */
  merge(other: DigestSum): this {
    return this.add(Buffer.from(other.toHex(), "hex"));
  }

  /** 64 hexadecimal digits; of an empty set all zero. */
  toHex(): string {
    return Array.from(this.#lanes, (lane) => lane.toString(16).padStart(8, "0")).join("");
  }

  #lane(lane: number): number {
    return this.#lanes[lane] as number;
  }
}

function laneOf(bytes: Uint8Array, lane: number): number {
  const at = lane * 4;
  return (
    (bytes[at] as number) * 0x1_00_00_00 +
    (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))
  );
}
