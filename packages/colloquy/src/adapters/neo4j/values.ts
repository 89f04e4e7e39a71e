import { isDeepStrictEqual } from "node:util";
import neo4j, { type Integer } from "neo4j-driver";
import { type GraphRow, isWellFormed } from "../../model/index.ts";

/** A property value; null: the property is missing. */
export type Value = string | number | boolean | Integer | null | readonly string[] | Int8Array;
export type Properties = Readonly<Record<string, Value>>;

/** Properties of a node or relationship, as the driver returns them; others may have changed them. */
export type Stored = Readonly<Record<string, unknown>>;

/** Whole numbers as integers. The driver would write every number as a float, and the browser would show `3.0`. */
export function numberValue(value: number): number | Integer {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? neo4j.int(value) : value;
}

export function numberOrNull(value: number | null): number | Integer | null {
  return value === null ? null : numberValue(value);
}

/** The server stores UTF-8, which has no unpaired surrogates. */
export function textValue(text: string): string {
  return text.toWellFormed();
}

export function textOrNull(text: string | null): string | null {
  return text === null ? null : text.toWellFormed();
}

export function textValues(texts: readonly string[]): readonly string[] {
  return texts.map(textValue);
}

/**
 * The whole row as JSON when its properties cannot hold it: texts with unpaired surrogates, or cut texts. Null for
 * nearly all rows.
 */
export function exactValue(row: GraphRow, isCut = false): string | null {
  return isWellFormed(row) && !isCut ? null : JSON.stringify(row);
}

/** The text of a property; the empty text for any other value, so lists can be shown after foreign changes. */
export function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function readTextOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function readTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(readText) : [];
}

export function readNumber(value: unknown): number {
  return readNumberOrNull(value) ?? 0;
}

export function readNumberOrNull(value: unknown): number | null {
  if (neo4j.isInt(value)) return value.toNumber();
  return typeof value === "number" ? value : null;
}

/** True for an approximate time; an exact time has no such property. */
export function approximateOrNull({ approximate }: { readonly approximate?: true }): true | null {
  return approximate ?? null;
}

export function readApproximate(value: unknown): { readonly approximate?: true } {
  return value === true ? { approximate: true } : {};
}

/** Whether a node or relationship has exactly these properties. An integer and a float of the same value differ. */
export function holdsProperties(stored: Stored, properties: Properties): boolean {
  return Object.entries(properties).every(([name, value]) => isSameValue(stored[name], value));
}

function isSameValue(stored: unknown, value: Value): boolean {
  if (value === null) return stored === undefined || stored === null;
  if (neo4j.isInt(value)) return neo4j.isInt(stored) && value.equals(stored);
  return isDeepStrictEqual(stored, value);
}
