/** Chunks that are read in one request. */
export const BLOCK = 20;

/** Blocks that are read before somebody needs them: the whole of a transcript of about two hours. */
const READ_AT_ONCE = 5;

export function blockOf(chunk: number): number {
  return Math.floor(chunk / BLOCK);
}

export function blockCount(chunks: number): number {
  return Math.ceil(chunks / BLOCK);
}

/**
 * The blocks of the chunks that are shown, with the next block in both directions when they come near to it. All blocks of a
 * short transcript.
 */
export function neededBlocks(chunks: number, from: number, to: number): readonly number[] {
  const count = blockCount(chunks);
  if (count <= READ_AT_ONCE) return Array.from({ length: count }, (_, block) => block);
  const near = BLOCK / 2;
  const [first, last] = [blockOf(Math.max(0, from - near)), blockOf(Math.min(chunks - 1, to + near))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Requests of one reader at a time, so that a long transcript leaves room for other requests. */
const AT_ONCE = 4;

/** The blocks to read next when all are needed: `requested` are those that were asked for, of which some are still missing. */
export function nextBlocks(missing: readonly number[], requested: ReadonlySet<number>): readonly number[] {
  const free = AT_ONCE - missing.filter((block) => requested.has(block)).length;
  return missing.filter((block) => !requested.has(block)).slice(0, Math.max(0, free));
}
