import { createHash } from "node:crypto";
import type { Listing } from "../composition/index.ts";
import { ColloquyError, printable } from "../model/index.ts";

/** The most characters of the items of a result, as JSON. One item is always returned, even if it is longer. */
export const MOST_CHARACTERS = 24_000;
/** The most items of a result. */
export const MOST_ITEMS = 50;
const DEFAULT_ITEMS = 20;

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A page as it is shown, and as it was read. */
export interface BoundedListing<Shown, Page> {
  readonly items: Shown[];
  readonly next: string | null;
  readonly page: Page;
}

/** Reads a page of a list of the workspace, with fewer items than requested if more would be too long. */
export async function boundedListing<Item, Shown, Page extends Listing<Item>>(
  read: (request: { readonly limit: number; readonly cursor?: string }) => Promise<Page & Listing<Item>>,
  { limit = DEFAULT_ITEMS, cursor }: PageRequest,
  show: (item: Item) => Shown,
): Promise<BoundedListing<Shown, Page>> {
  const after = cursor === undefined ? {} : { cursor };
  for (let most = limit; ;) {
    const page = await read({ limit: most, ...after });
    const items = page.items.map(show);
    const fitting = countFitting(items);
    if (fitting === items.length) return { items, next: page.next, page };
    // The cursor of a shorter page comes from reading it.
    most = fitting;
  }
}

/**
 * A page of a list in memory.
 * @param of what the list is made from; a cursor of another list is refused.
 * @throws ColloquyError `invalid-input` for a cursor of another list.
 */
export function pageOf<Item>(
  items: readonly Item[],
  of: unknown,
  { limit = DEFAULT_ITEMS, cursor }: PageRequest,
): { readonly items: Item[]; readonly next: string | null } {
  const start = startOf(of, cursor);
  const wanted = items.slice(start, start + limit);
  const shown = wanted.slice(0, countFitting(wanted));
  const end = start + shown.length;
  return { items: shown, next: end < items.length ? cursorOf(of, end) : null };
}

/** The index of the first item of a page. */
export function startOf(of: unknown, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, index] = /^(\d{1,9})\./.exec(cursor) ?? [];
  if (index !== undefined && cursor === cursorOf(of, Number(index))) return Number(index);
  throw new ColloquyError(
    "invalid-input",
    `The cursor ${printable(cursor.slice(0, 80))} is not a cursor of this list: pass \`next\` of the previous result with otherwise the same arguments, or omit the cursor to start.`,
  );
}

function cursorOf(of: unknown, index: number): string {
  return `${index}.${createHash("sha256").update(JSON.stringify(of)).digest("base64url").slice(0, 12)}`;
}

/** The number of items from the first that fit into a result: at least one. */
function countFitting(items: readonly unknown[]): number {
  let characters = 0;
  const tooMuch = items.findIndex((item, index) => {
    characters += JSON.stringify(item).length;
    return characters > MOST_CHARACTERS && index > 0;
  });
  return tooMuch === -1 ? items.length : tooMuch;
}
