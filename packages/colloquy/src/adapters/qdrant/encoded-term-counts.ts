import type { TermCounts } from "../keywords/index.ts";

const DIMENSION_BYTES = 4;
const LONGEST_LEB128 = 5;

/**
 * As base64: the number of terms, their dimensions in 32 bits each (little-endian), their counts; numbers without a
 * width are LEB128. It is one text, because a client parses hundreds of numbers per chunk much more slowly.
 */
export function encodeTermCounts({ dimensions, counts }: TermCounts): string {
  const widths = Buffer.alloc(dimensions.length * DIMENSION_BYTES);
  for (const [index, dimension] of dimensions.entries()) widths.writeUInt32LE(dimension, index * DIMENSION_BYTES);
  return Buffer.concat([Buffer.from(leb128(dimensions.length)), widths, Buffer.from(counts.flatMap(leb128))]).toString(
    "base64",
  );
}

/** Null unless `encodeTermCounts` created the text. */
export function decodeTermCounts(text: unknown): TermCounts | null {
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "base64");
  const [terms = 0] = fromLeb128(bytes.subarray(0, LONGEST_LEB128));
  const first = leb128(terms).length;
  const countsAt = first + terms * DIMENSION_BYTES;
  if (text === "" || countsAt > bytes.length) return null;
  const dimensions: number[] = [];
  for (let at = first; at < countsAt; at += DIMENSION_BYTES) dimensions.push(bytes.readUInt32LE(at));
  const counts = fromLeb128(bytes.subarray(countsAt));
  if (counts.length !== terms) return null;
  return { dimensions, counts, length: counts.reduce((sum, count) => sum + count, 0) };
}

/** Seven bits a byte, the lowest first; the highest bit marks that more follow. */
function leb128(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb128(number >>> 7)];
}

function fromLeb128(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let [number, bits] = [0, 0];
  for (const byte of bytes) {
    if (byte < 0x80 && bits === 0) {
      numbers.push(byte);
      continue;
    }
    number += (byte & 0x7f) * 2 ** bits;
    bits += 7;
    if (byte >= 0x80) continue;
    numbers.push(number);
    [number, bits] = [0, 0];
  }
  return numbers;
}
