/** Offsets of words in UTF-16 code units of the canonical text; the end is exclusive. */
export interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What an address with words leads to: the words, if there are any, and what a reader must know about them. */
export interface Target {
  readonly range: Range | null;
  /** `moved`: the text was changed since the address was made. */
  readonly notice: "malformed" | "outside" | "shortened" | "moved" | null;
}

/** Offsets as an address has them: `120-180`. Null if it has something else. */
export function parseAt(at: string): Range | null {
  const [, start = "", end = ""] = /^(\d{1,12})-(\d{1,12})$/.exec(at) ?? [];
  const [startOffset, endOffset] = [Number(start), Number(end)];
  return start !== "" && startOffset < endOffset ? { startOffset, endOffset } : null;
}

export function formatAt({ startOffset, endOffset }: Range): string {
  return `${startOffset}-${endOffset}`;
}

interface Outline {
  readonly characters: number;
  readonly chunks: readonly { readonly id: string }[];
}

const NOWHERE: Target = { range: null, notice: null };

/** The words of an address in a transcript that may have been edited since. */
export function targetOf(
  { characters, chunks }: Outline,
  { at, chunk }: { readonly at?: string | undefined; readonly chunk?: string | undefined },
): Target {
  if (at === undefined) return NOWHERE;
  const range = parseAt(at);
  if (range === null) return { range: null, notice: "malformed" };
  if (range.startOffset >= characters) return { range: null, notice: "outside" };
  const isShortened = range.endOffset > characters;
  const clipped = isShortened ? { ...range, endOffset: characters } : range;
  if (isShortened) return { range: clipped, notice: "shortened" };
  const isMoved = chunk !== undefined && !chunks.some(({ id }) => id === chunk);
  return { range: clipped, notice: isMoved ? "moved" : null };
}

/** Whether two ranges have a character in common. */
export function overlaps(one: Range, other: Range): boolean {
  return one.startOffset < other.endOffset && other.startOffset < one.endOffset;
}

/** The index of the last item that begins at or before an offset; 0 if all begin after it. */
export function indexAt(items: readonly { readonly startOffset: number }[], offset: number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((items[middle]?.startOffset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
