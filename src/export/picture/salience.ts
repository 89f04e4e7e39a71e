import type { EntityRow } from "../../model/index.ts";

/**
 * How much an entity says about a corpus: often mentioned, a name of some length, and spread over
 * conversations (frequency x log2(1 + words) x log(1 + transcripts)).
 */
export function salience(row: Pick<EntityRow, "name" | "mentions" | "transcripts">): number {
  const words = row.name.split(/\s+/).length;
  return row.mentions * Math.log2(1 + words) * Math.log(1 + row.transcripts);
}

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
