/** The `limit` best items, the best first. Needs one pass, and keeps only `limit` items in memory. */
export function best<Item>(
  items: Iterable<Item>,
  limit: number,
  compare: (one: Item, other: Item) => number,
): readonly Item[] {
  const kept: Item[] = [];
  for (const item of items) {
    const last = kept.at(-1);
    if (kept.length === limit && (last === undefined || compare(item, last) >= 0)) continue;
    let at = kept.length;
    while (at > 0 && compare(item, kept[at - 1] as Item) < 0) at -= 1;
    kept.splice(at, 0, item);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}

/** Compares two texts by code unit: the same order in every locale. */
export function textOrder(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
