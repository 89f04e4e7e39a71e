/** The most chunks of a call: a reply may not hold more, so that more would only be asked for twice. */
export const LARGEST_BATCH = 100;

/** What a chunk is called within its batch, by its position from 0: `c1`, `c2`, ... */
export function batchLabel(position: number): string {
  return `c${position + 1}`;
}

/** How providers estimate tokens before they count them. */
export const CHARACTERS_PER_TOKEN = 4;
