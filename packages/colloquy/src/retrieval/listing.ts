import { z } from "zod";
import { ColloquyError, printable } from "../model/index.ts";
import type { Page } from "../ports/index.ts";

/** A page of a list. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  /** The `cursor` of the next page; null at the end of the list. */
  readonly next: string | null;
}

export interface ListOptions {
  /** The most items of a page. Default 100, at most 10,000. */
  readonly limit?: number;
  /** `next` of the previous page. Default: the first page. */
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

/** A list that can be read in pages. */
export interface PagedList<Item, Position> {
  /** Distinguishes its cursors from cursors of other lists. */
  readonly name: string;
  readonly position: z.ZodType<Position>;
  readonly positionOf: (item: Item) => Position;
  readonly read: (page: Page<Position>) => Promise<readonly Item[]>;
}

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 10_000;

/** @throws ColloquyError `invalid-input` for a limit out of range or a cursor of another list. */
export async function readListing<Item, Position>(
  list: PagedList<Item, Position>,
  { limit = DEFAULT_LIMIT, cursor, ...options }: ListOptions,
): Promise<Listing<Item>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT)
    throw new ColloquyError(
      "invalid-input",
      `Expected the limit of a list to be a whole number from 1 to ${LARGEST_LIMIT}, got ${limit}.`,
    );
  const after = cursor === undefined ? {} : { after: positionIn(list, cursor) };
  const rows = await list.read({ ...options, limit: limit + 1, ...after });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length <= limit || last === undefined ? null : cursorAt(list.name, list.positionOf(last));
  return { items, next };
}

/**
 * A page of a list that is in memory.
 * @param keyOf a text that no other item has.
 * @throws ColloquyError `invalid-input` as `readListing`, and for a cursor after an item that is gone.
 */
export function listInMemory<Item>(
  name: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  options: ListOptions,
): Promise<Listing<Item>> {
  const read = async ({ after, limit }: Page<string>): Promise<readonly Item[]> => {
    const before = after === undefined ? -1 : items.findIndex((item) => keyOf(item) === after);
    if (after !== undefined && before < 0)
      throw new ColloquyError("invalid-input", "The list was changed: read it again from its beginning.");
    return items.slice(before + 1, before + 1 + limit);
  };
  return readListing({ name, position: z.string(), positionOf: keyOf, read }, options);
}

function cursorAt(name: string, position: unknown): string {
  return Buffer.from(JSON.stringify([name, position])).toString("base64url");
}

function positionIn<Item, Position>({ name, position }: PagedList<Item, Position>, cursor: string): Position {
  const [of, value] = decoded(cursor);
  const parsed = position.safeParse(value);
  if (of === name && parsed.success) return parsed.data;
  throw new ColloquyError(
    "invalid-input",
    `The cursor ${printable(cursor.slice(0, 80))} is not a cursor of this list: use the \`next\` of the previous page with the same options, or omit the cursor to start.`,
  );
}

function decoded(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
