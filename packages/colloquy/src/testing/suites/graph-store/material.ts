import assert from "node:assert/strict";
import type { EvidenceRow, MentionRow, QuoteRow } from "../../../model/index.ts";
import type { EvidencePosition, GraphStore, Page } from "../../../ports/index.ts";
import type { Make } from "../../conformance.ts";

export const ALL = { limit: 1_000 };

export function positionOf({ id, evidence }: MentionRow | EvidenceRow | QuoteRow): EvidencePosition {
  const { file, startOffset, endOffset } = evidence;
  return { file, startOffset, endOffset, id };
}

/** Fails unless the list continues after each of its items with the following items. */
export async function walks<Item, Position>(
  all: readonly Item[],
  read: (page: Page<Position>) => Promise<readonly Item[]>,
  position: (item: Item) => Position,
): Promise<void> {
  for (const [index, item] of all.entries()) {
    const after = position(item);
    assert.deepEqual(await read({ limit: 1_000, after }), all.slice(index + 1));
    assert.deepEqual(await read({ limit: 2, after }), all.slice(index + 1, index + 3));
  }
}

/** Different numbers, so that they cannot be confused. */
export const UNLIKE = { stated: 2 ** 39, negated: 5, question: 4, hypothetical: 3, implied: 0 };

export async function prepared(make: Make<GraphStore>, workspace = "one"): Promise<GraphStore> {
  const store = await make({ workspace });
  await store.prepare();
  return store;
}
