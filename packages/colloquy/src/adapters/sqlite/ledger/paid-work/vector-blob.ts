import { cutOfPassages } from "../../../../model/index.ts";
import type { ChunkVectors } from "../../../../ports/index.ts";

const LENGTH_BYTES = 4;
const VALUE_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * The column `vectors.vector`: the float32 values of a vector. For a chunk with passages these follow, then up to three
 * zeros, and the number of bytes of the passages as a little-endian integer of 32 bits. The zeros give the whole a length
 * of 4n + 1, which shows that there are passages. Passages of a later cut than the first have its version as one more byte.
 */
export function encodeVectors(vectors: ChunkVectors): Buffer {
  const { vector, passages } = vectors;
  const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  if (passages === undefined) return values;
  const cut = cutOfPassages(vectors);
  const zeros = (VALUE_BYTES + 1 - (passages.length % VALUE_BYTES)) % VALUE_BYTES;
  const end = Buffer.alloc(zeros + LENGTH_BYTES);
  end.writeUInt32LE(passages.length, zeros);
  return Buffer.concat([values, passages, end, ...(cut === 1 ? [] : [Buffer.of(cut ?? 0)])]);
}

/** SQL that is true for a chunk without passages, and for passages of the cut `@cut`. It rarely reads the blob itself. */
export function isOfCut(column: string): string {
  return `CASE length(${column}) % ${VALUE_BYTES} WHEN 1 THEN @cut = 1
    WHEN 2 THEN hex(substr(${column}, -1)) = printf('%02X', @cut) ELSE 1 END`;
}

/** Copies, because the values of a row need not be aligned. */
export function decodeVectors(blob: Buffer): ChunkVectors {
  if (blob.length % VALUE_BYTES === 0) return { vector: floatsOf(blob) };
  const stored = blob.subarray(0, blob.length - ((blob.length % VALUE_BYTES) - 1));
  const length = stored.readUInt32LE(stored.length - LENGTH_BYTES);
  const before = stored.length - LENGTH_BYTES - length;
  const start = before - (before % VALUE_BYTES);
  return {
    vector: floatsOf(stored.subarray(0, start)),
    passages: Uint8Array.from(stored.subarray(start, start + length)),
  };
}

function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
