import { ColloquyError } from "../../model/index.ts";

/** A value of a column in SQLite. */
export type SqlValue = string | number | Uint8Array | null;

const HEXADECIMAL_ID = /^[0-9a-f]{32}$/;

/**
 * Text in a form that SQLite stores without loss. UTF-8 has no lone surrogates: text with one (from a broken source
 * file) is stored as a BLOB of UTF-16, which sorts after all other text. NULs stay: better-sqlite3 binds and reads text
 * by its length.
 */
export function encodeText(text: string): string | Uint8Array {
  return text.isWellFormed() ? text : Buffer.from(text, "utf16le");
}

export function decodeText(stored: SqlValue | undefined): string {
  if (typeof stored === "string") return stored;
  if (stored instanceof Uint8Array)
    return Buffer.from(stored.buffer, stored.byteOffset, stored.length).toString("utf16le");
  throw new TypeError(`Expected text in the database, got ${String(stored)}`);
}

/** An id as 16 bytes, which sort as its digits do; any other id stays text, and sorts before them. */
export function encodeId(id: string): string | Uint8Array {
  if (HEXADECIMAL_ID.test(id)) return Buffer.from(id, "hex");
  if (!id.isWellFormed())
    throw new ColloquyError("invalid-input", "An id must be well-formed text: make ids with contentId.");
  return id;
}

export function decodeId(stored: SqlValue | undefined): string {
  if (typeof stored === "string") return stored;
  if (stored instanceof Uint8Array) return Buffer.from(stored.buffer, stored.byteOffset, stored.length).toString("hex");
  throw new TypeError(`Expected an id in the database, got ${String(stored)}`);
}

/** 1 if a time is approximate, else null. */
export function encodeApproximate({ approximate }: { readonly approximate?: true }): number | null {
  return approximate === true ? 1 : null;
}

export function decodeApproximate(stored: SqlValue | undefined): { readonly approximate?: true } {
  return stored === 1 ? { approximate: true } : {};
}

export function sameValue(left: SqlValue, right: SqlValue): boolean {
  if (left === right) return true;
  return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0;
}
