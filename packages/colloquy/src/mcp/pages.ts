import { createHash } from "node:crypto";
import type { Listing } from "../composition/index.ts";
import { ColloquyError, printable } from "../model/index.ts";

/** About the most characters of a result as text, and of its structured content as JSON. One item is always returned. */
export const MOST_CHARACTERS = { text: 12_000, json: 24_000 } as const;
/** The most items of a result. */
export const MOST_ITEMS = 50;
const DEFAULT_ITEMS = 20;

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** How items are shown. */
export interface Layout<Shown> {
  /** The lines of an item. */
  readonly text: (item: Shown) => string;
  /** The share of a result that other parts than its items have, 0 to 1. */
  readonly taken?: number;
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
  layout: (page: Page) => Layout<Shown>,
): Promise<BoundedListing<Shown, Page>> {
  const after = cursor === undefined ? {} : { cursor };
  for (let most = limit; ;) {
    const page = await read({ limit: most, ...after });
    const items = page.items.map(show);
    const fitting = countFitting(items, layout(page));
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
  layout: Layout<Item>,
): { readonly items: Item[]; readonly next: string | null } {
  const start = startOf(of, cursor);
  const wanted = items.slice(start, start + limit);
  const shown = wanted.slice(0, countFitting(wanted, layout));
  const end = start + shown.length;
  return { items: shown, next: end < items.length ? cursorOf(of, end) : null };
}

/** The position at which a page starts: 0 for the first. */
export function startOf(of: unknown, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, position] = /^(\d{1,12})\./.exec(cursor) ?? [];
  if (position !== undefined && cursor === cursorOf(of, Number(position))) return Number(position);
  throw new ColloquyError(
    "invalid-input",
    `The cursor ${printable(cursor.slice(0, 80))} is not a cursor of this list: pass \`next\` of the previous result with otherwise the same arguments, or omit the cursor to start.`,
  );
}

/** The cursor of a page that starts at a position, such as the index of an item. */
export function cursorOf(of: unknown, position: number): string {
  return `${position}.${createHash("sha256").update(JSON.stringify(of)).digest("base64url").slice(0, 12)}`;
}

/** The number of items from the first that fit into a result: at least one. */
export function countFitting<Item>(items: readonly Item[], { text, taken = 0 }: Layout<Item>): number {
  let share = taken;
  const tooMuch = items.findIndex((item, index) => {
    share += shareOf(`${text(item)}\n`, item);
    return share > 1 && index > 0;
  });
  return tooMuch === -1 ? items.length : tooMuch;
}

/** The share of a result that its text or its structured content uses, whichever is larger. */
export function shareOf(text: string, structured: unknown): number {
  return Math.max(text.length / MOST_CHARACTERS.text, JSON.stringify(structured).length / MOST_CHARACTERS.json);
}
