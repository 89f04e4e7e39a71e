import { parseTime } from "../clock.ts";

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object, by path; undefined when it is missing. */
export function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current) && typeof key === "number") current = current[key];
    else if (isObject(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current;
}

/** The objects of an array; empty if the value is no array. */
export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Seconds as a number, `"1.200s"`, `"00:00:01.2"` or `{ seconds, nanos }`, in milliseconds. */
export function secondsToMs(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value * 1000 : null;
  if (typeof value === "string") return parseTime(value);
  if (!isObject(value)) return null;
  const seconds = Number(value["seconds"] ?? 0);
  const nanos = Number(value["nanos"] ?? 0);
  return Number.isFinite(seconds + nanos) ? seconds * 1000 + nanos / 1e6 : null;
}

export function milliseconds(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
