import { cleanName } from "../model/index.ts";

/** A speaker's name as it is recorded: see `cleanName`. Null where nothing is left. */
export function cleanSpeaker(label: string): string | null {
  const clean = cleanName(label);
  return clean === "" ? null : clean;
}

/** The name for a speaker that a recogniser only numbers or letters: 0 or "A" is shown as `Speaker 0`, `Speaker A`. */
export function diarisedSpeaker(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return `Speaker ${value}`;
  if (typeof value !== "string") return null;
  const clean = cleanSpeaker(value);
  return clean !== null && /^(?:\d+|[A-Z])$/.test(clean) ? `Speaker ${clean}` : clean;
}
