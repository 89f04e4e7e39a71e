/** The `limit` best of many, the best first, in one pass: what else there is need not be held or sorted. */
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

/** The order of two texts by code unit, which is the same everywhere. */
export function textOrder(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
