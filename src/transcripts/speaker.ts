import { stripVTControlCharacters } from "node:util";

// Joiners are part of names in Arabic and Indic scripts and of emoji; elsewhere they are invisible noise.
const JOINERS =
  /(?<![\p{Script=Arabic}\p{Script_Extensions=Deva}\p{M}\p{Extended_Pictographic}\uFE0F])[\u200C\u200D]|[\u200C\u200D](?=\s|$)/gu;
const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** A speaker's name as it is recorded: visible characters only, single spaces, NFC. Null where nothing is left. */
export function cleanSpeaker(label: string): string | null {
  const visible = label.includes("\u001b") ? stripVTControlCharacters(label) : label;
  const clean = visible
    .replace(INVISIBLE, "")
    .replace(JOINERS, "")
    .replace(/\s+/gu, " ")
    .trim()
    .normalize("NFC")
    .toWellFormed();
  return clean === "" ? null : clean;
}

/** The name for a speaker that a recogniser only numbers or letters: 0 or "A" is shown as `Speaker 0`, `Speaker A`. */
export function diarisedSpeaker(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return `Speaker ${value}`;
  if (typeof value !== "string") return null;
  const clean = cleanSpeaker(value);
  return clean !== null && /^(?:\d+|[A-Z])$/.test(clean) ? `Speaker ${clean}` : clean;
}
