/** The most names that are compared with the beginning of a word. */
export const KNOWN_NAMES = 1_000;
const MOST_COMPLETIONS = 20;

/** The items of which a name begins with a value, in any case; at most 20. */
export function beginning<Item>(
  items: readonly Item[],
  value: string,
  namesOf: (item: Item) => readonly string[],
): readonly Item[] {
  const start = value.toLowerCase();
  return items
    .filter((item) => namesOf(item).some((name) => name.toLowerCase().startsWith(start)))
    .slice(0, MOST_COMPLETIONS);
}
