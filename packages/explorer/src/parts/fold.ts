/** A list of thousands is shown in steps, so that a page answers at once. */
const STEP = 200;

interface Fold {
  /** The number of items that are shown. */
  readonly shown: number;
  /** The number that the button leads to; null: there is no button. */
  readonly next: number | null;
}

/**
 * How many of `count` items are shown, and how many a button shows: the next ones, or the first ones if all are shown.
 * @param first how many are shown at first.
 * @param open how many the person chose to see.
 */
export function foldOf(count: number, first: number, open: number): Fold {
  // A button that shows one item more is longer than the item.
  if (count <= first + 1) return { shown: count, next: null };
  const shown = Math.min(count, Math.max(first, open));
  if (shown === count) return { shown, next: first };
  return { shown, next: count - shown <= STEP ? count : shown + STEP };
}
