/**
 * Checks what an embedding model gave: one vector a text, each of the right length and of finite numbers. A
 * wrong vector found now is one batch; found later it is an index that answers nonsense.
 * @throws Error that says what is wrong.
 */
export function checkVectors(vectors: readonly Float32Array[], texts: number, dimensions: number): void {
  if (vectors.length !== texts) {
    throw new Error(`The embedding model gave ${vectors.length} vectors for ${texts} texts.`);
  }
  for (const vector of vectors) {
    if (vector.length !== dimensions) {
      throw new Error(`The embedding model gave a vector of ${vector.length} dimensions instead of ${dimensions}.`);
    }
    if (!vector.every(Number.isFinite)) throw new Error("The embedding model gave a vector that is not all numbers.");
  }
}
