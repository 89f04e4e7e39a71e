import type { ChunkVectors } from "../../../../ports/index.ts";

const LENGTH_BYTES = 4;
const VALUE_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * The column `vectors.vector`: the float32 values of a vector. For a chunk with passages these follow, then up to three
 * zeros, and the number of bytes of the passages as a little-endian integer of 32 bits. The zeros give the whole a length
 * of 4n + 1, which shows that there are passages.
 */
export function encodeVectors({ vector, passages }: ChunkVectors): Buffer {
  const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  if (passages === undefined) return values;
  const zeros = (VALUE_BYTES + 1 - (passages.length % VALUE_BYTES)) % VALUE_BYTES;
  const end = Buffer.alloc(zeros + LENGTH_BYTES);
  end.writeUInt32LE(passages.length, zeros);
  return Buffer.concat([values, passages, end]);
}

/** Copies, because the values of a row need not be aligned. */
export function decodeVectors(stored: Buffer): ChunkVectors {
  if (stored.length % VALUE_BYTES !== 1) return { vector: floatsOf(stored) };
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
