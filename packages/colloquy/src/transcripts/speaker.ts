import { cleanName } from "../model/index.ts";

/** A speaker's name as it is recorded: see `cleanName`. Null if nothing is left. */
export function cleanSpeaker(label: string): string | null {
  const clean = cleanName(label);
  return clean === "" ? null : clean;
}

/** The name of a speaker. One that a recogniser names by a number or a letter (0, "A") becomes `Speaker 0`, `Speaker A`. */
export function diarisedSpeaker(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return `Speaker ${value}`;
  if (typeof value !== "string") return null;
  const clean = cleanSpeaker(value);
  return clean !== null && /^(?:\d+|[A-Z])$/.test(clean) ? `Speaker ${clean}` : clean;
}
