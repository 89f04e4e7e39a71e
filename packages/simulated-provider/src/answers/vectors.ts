/** The vector of a text: every word adds to the dimension that its hash names; length 1, or zeros without words. */
export function vectorOf(text: string, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const hash = hashWord(word);
    const dimension = (hash >>> 1) % dimensions;
    sums[dimension] = (sums[dimension] as number) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...sums);
  return length === 0 ? new Float32Array(dimensions) : Float32Array.from(sums, (sum) => sum / length);
}

/** FNV-1a, mixed once more so that the low bits depend on every character. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
