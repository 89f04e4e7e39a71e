/** The most chunks in one call. The reply to a larger batch may be truncated, and its chunks requested twice. */
export const LARGEST_BATCH = 100;

/** The label of a chunk in its batch, by its position from 0: `c1`, `c2`, ... */
export function batchLabel(position: number): string {
  return `c${position + 1}`;
}

/** How providers estimate tokens before they count them. */
export const CHARACTERS_PER_TOKEN = 4;
