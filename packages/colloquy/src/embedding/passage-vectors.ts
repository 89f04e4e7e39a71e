import { cutOfPassages } from "../model/index.ts";
import { PASSAGE_CUT } from "./passages.ts";

const LARGEST = 127;
/** Its number is not written, because vectors of this version were stored before versions had numbers. */
const FIRST_CUT = 1;

/**
 * Vectors in 8 bits a value, one after another, each with its largest value as 127 or -127. So they have the direction
 * of the vectors. Values are signed bytes. The version of the cut follows, unless it is the first one.
 * @param vectors of equal length, at least 2, with finite values.
 * @param cut 1 to 255.
 */
export function encodePassages(vectors: readonly Float32Array[], cut = PASSAGE_CUT): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0;
  const version = cut === FIRST_CUT ? [] : [cut];
  const values = new Int8Array(vectors.length * dimensions + version.length);
  values.set(version, vectors.length * dimensions);
  for (const [index, vector] of vectors.entries()) {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0) continue;
    for (const [at, value] of vector.entries())
      values[index * dimensions + at] = Math.round((value / largest) * LARGEST);
  }
  return new Uint8Array(values.buffer);
}

/**
 * The cosine similarity of a vector to each passage. 0 if one of the two is all zeros. Empty for passages of another cut.
 * @param passages `passages` of a `VectorRow`.
 * @param vector of length 1, with as many values as a passage.
 */
export function passageSimilarities(passages: Uint8Array, vector: Float32Array): readonly number[] {
  if (cutOfPassages({ vector, passages }) !== PASSAGE_CUT) return [];
  const dimensions = vector.length;
  const values = new Int8Array(passages.buffer, passages.byteOffset, passages.byteLength);
  const similarities: number[] = [];
  for (let start = 0; start + dimensions <= values.length; start += dimensions) {
    let [dot, squares] = [0, 0];
    for (let at = 0; at < dimensions; at += 1) {
      const value = values[start + at] as number;
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
  const length = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0));
  return Float32Array.from(sums, (sum) => (length === 0 ? 0 : sum / length));
}
