/** Characters that JSON.stringify keeps and a terminal executes: DEL, C1, and marks of text direction. */
const UNESCAPED = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

/** Formats a value as one line of JSON. It is safe to print on a terminal and parses to the same value. */
export function jsonLine(value: unknown): string {
  return `${escapeControls(JSON.stringify(value))}\n`;
}

/** Escapes control characters in JSON text, where they occur only in strings. */
export function escapeControls(json: string): string {
  return json.replace(UNESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
