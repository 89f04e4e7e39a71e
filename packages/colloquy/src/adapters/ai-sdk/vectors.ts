import { asRecord } from "./as-record.ts";

/**
 * Vectors in the order of their texts: providers number vectors, and may return them in any order. The given order is kept
 * unless they are numbered from 0 without a gap.
 */
export function orderByIndex(vectors: readonly (readonly number[])[], body: unknown): readonly (readonly number[])[] {
  const data = asRecord(body)?.["data"];
  if (!Array.isArray(data) || data.length !== vectors.length) return vectors;
  const ordered = new Map<unknown, readonly number[]>();
  for (const [at, entry] of (data as readonly unknown[]).entries()) {
    const vector = vectors[at];
    if (vector !== undefined) ordered.set(asRecord(entry)?.["index"], vector);
  }
  const result = vectors.flatMap((_, index) => {
    const vector = ordered.get(index);
    return vector === undefined ? [] : [vector];
  });
  return result.length === vectors.length ? result : vectors;
}

/** The vector with length 1; unchanged if it has only zeros or is not finite. */
export function normalise(vector: readonly number[]): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 && Number.isFinite(length)
    ? Float32Array.from(vector, (value) => value / length)
    : Float32Array.from(vector);
}
