/** What JSON.stringify leaves as it is but a terminal would act on: DEL, C1, and the marks that turn text around. */
const UNESCAPED = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

/** A value as one line of JSON that is safe on a terminal as well and parses to the same value. */
export function jsonLine(value: unknown): string {
  return `${escapeControls(JSON.stringify(value))}\n`;
}

/** Escapes within JSON text; these characters can only stand in its strings. */
export function escapeControls(json: string): string {
  return json.replace(UNESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
