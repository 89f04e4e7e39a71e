/** At most `limit` items, taken in turn from each conversation, in their order. */
export function conversationalReach<Item>(
  items: readonly Item[],
  conversationOf: (item: Item) => string,
  limit: number,
): readonly Item[] {
  const conversations = [...Map.groupBy(items, conversationOf).values()];
  const taken = new Set<Item>();
  for (let round = 0; taken.size < Math.min(limit, items.length); round++) {
    for (const conversation of conversations) {
      const item = conversation[round];
      if (item !== undefined && taken.size < limit) taken.add(item);
    }
  }
  return items.filter((item) => taken.has(item));
}
