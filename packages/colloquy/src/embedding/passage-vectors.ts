/**
 * Vectors in 8 bits a value: for each vector its scale as a little-endian float32, then its values as signed bytes. A
 * value is the byte times the scale. The largest value of a vector is 127 times its scale.
 */
const SCALE_BYTES = 4;
const LARGEST = 127;

/** @param vectors of equal length, with finite values. */
export function encodePassages(vectors: readonly Float32Array[]): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0;
  const bytes = new Uint8Array(vectors.length * (SCALE_BYTES + dimensions));
  const view = new DataView(bytes.buffer);
  for (const [index, vector] of vectors.entries()) {
    const start = index * (SCALE_BYTES + dimensions);
    const scale = Math.fround(vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST);
    view.setFloat32(start, scale, true);
    for (const [at, value] of vector.entries())
      view.setInt8(start + SCALE_BYTES + at, scale === 0 ? 0 : Math.round(value / scale));
  }
  return bytes;
}

/**
 * The cosine similarity of a vector to each passage. 0 if one of the two is all zeros.
 * @param vector of length 1, with as many values as the passages' vectors.
 */
export function passageSimilarities(bytes: Uint8Array, vector: Float32Array): readonly number[] {
  const size = SCALE_BYTES + vector.length;
  const similarities: number[] = [];
  for (let start = 0; start + size <= bytes.length; start += size) {
    let dot = 0;
    let squares = 0;
    for (let at = 0; at < vector.length; at += 1) {
      const value = ((bytes[start + SCALE_BYTES + at] as number) << 24) >> 24;
      dot += value * (vector[at] as number);
      squares += value * value;
    }
    similarities.push(squares === 0 ? 0 : dot / Math.sqrt(squares));
  }
  return similarities;
}

/** The mean of vectors, of length 1; all zeros if they are, or cancel out. */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [at, value] of vector.entries()) sums[at] = (sums[at] ?? 0) + value;
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => (length === 0 ? 0 : sum / length));
}
