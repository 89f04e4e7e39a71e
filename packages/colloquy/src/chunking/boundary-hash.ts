const REACH = 32;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A hash of the words around a boundary and of nothing else (32 code units on either side). It selects cuts, so the
 * same words give the same cuts. FNV-1a with a final mix.
 */
export function boundaryHash(
  text: string,
  before: readonly [number, number],
  after: readonly [number, number],
): number {
  const head = hashRange(text, Math.max(before[0], before[1] - REACH), before[1], FNV_OFFSET);
  const hash = hashRange(text, after[0], Math.min(after[1], after[0] + REACH), head);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function hashRange(text: string, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash;
}
