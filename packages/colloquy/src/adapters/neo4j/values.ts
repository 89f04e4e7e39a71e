import { isDeepStrictEqual } from "node:util";
import neo4j, { type Integer } from "neo4j-driver";
import { type GraphRow, isWellFormed } from "../../model/index.ts";

/** A value as a property holds it; null: the property is not there. */
export type Value = string | number | boolean | Integer | null | readonly string[];
export type Properties = Readonly<Record<string, Value>>;

/** What a node or relationship holds, as the driver gives it; somebody else may have changed it. */
export type Stored = Readonly<Record<string, unknown>>;

/** Whole numbers as integers: the driver would write every number as a float, and `3.0` would stand in the browser. */
export function numberValue(value: number): number | Integer {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? neo4j.int(value) : value;
}

export function numberOrNull(value: number | null): number | Integer | null {
  return value === null ? null : numberValue(value);
}

/** The server keeps UTF-8, which knows no half of a character. */
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
 * The whole row once more as JSON, where its properties cannot hold it: texts with halves of characters, or texts that
 * were cut. Null for nearly all rows.
 */
export function exactValue(row: GraphRow, isCut = false): string | null {
  return isWellFormed(row) && !isCut ? null : JSON.stringify(row);
}

/** What a property holds; the empty text where it holds no text, so that lists can be shown whatever somebody changed. */
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

/** True where a time is approximate; the property is not there for one that is exact. */
export function approximateOrNull({ approximate }: { readonly approximate?: true }): true | null {
  return approximate ?? null;
}

export function readApproximate(value: unknown): { readonly approximate?: true } {
  return value === true ? { approximate: true } : {};
}

/** Whether a node or relationship holds exactly these properties, an integer and a float of one value being different. */
export function holdsProperties(stored: Stored, properties: Properties): boolean {
  return Object.entries(properties).every(([name, value]) => isSameValue(stored[name], value));
}

function isSameValue(stored: unknown, value: Value): boolean {
  if (value === null) return stored === undefined || stored === null;
  if (neo4j.isInt(value)) return neo4j.isInt(stored) && value.equals(stored);
  return isDeepStrictEqual(stored, value);
}
