import { createHash } from "node:crypto";
import { printable } from "../model/index.ts";

/** HTML or SVG text that needs no escaping. Only `markup` and `rawMarkup` create it. */
export interface Markup {
  readonly markup: string;
}

/** A value in a template. Strings are always escaped; null is written as an empty text. */
export type Part = string | number | null | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML or SVG. Its values are escaped, except markup. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, index) => text + written(parts[index] ?? null)).join("") };
}

/** Marks a trusted text as markup, such as a style sheet. It is not escaped. */
export function rawMarkup(text: string): Markup {
  return { markup: text };
}

/** Escapes a text for an element or a quoted attribute. The result has no line breaks, control or direction characters. */
export function escapeMarkup(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * JSON for a script element. Any value is safe: the JSON cannot end the element, and has no invisible characters.
 * @param shown Converts each string before it is written; by default strings do not change.
 */
export function scriptJson(value: unknown, shown: (text: string) => string = (text) => text): Markup {
  const json = JSON.stringify(value, (_, each: unknown) => (typeof each === "string" ? shown(each) : each));
  return rawMarkup(
    json.replace(/[<>&\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    }),
  );
}

/** A Content-Security-Policy source that allows exactly this inline script or style sheet. */
export function hashSource(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

function written(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeMarkup(part);
  // Differences below a hundredth of a pixel or of a percent are not visible.
  if (typeof part === "number") return String(Math.round(part * 100) / 100);
  if ("markup" in part) return part.markup;
  return part.map(written).join("");
}
