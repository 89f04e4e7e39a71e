import { createHash } from "node:crypto";
import { printable } from "../model/index.ts";

/** Text that is HTML or SVG already. Only `markup` and `rawMarkup` make it. */
export interface Markup {
  readonly markup: string;
}

/** What a template may hold. A string is text, whoever wrote it, and is escaped; null is nothing. */
export type Part = string | number | null | Markup | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML or SVG: whatever is put into it is escaped, unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, index) => text + written(parts[index] ?? null)).join("") };
}

/** Text of our own that is markup as it stands, such as a style sheet. */
export function rawMarkup(text: string): Markup {
  return { markup: text };
}

/** Text for an element or a quoted attribute: on one line, with nothing that acts or shows text in another order. */
export function escapeMarkup(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * JSON that cannot end the script element that holds it, nor hide anything in it, whatever it says.
 * @param shown gives each text as the script may show it; by default as it is.
 */
export function scriptJson(value: unknown, shown: (text: string) => string = (text) => text): Markup {
  const json = JSON.stringify(value, (_, each: unknown) => (typeof each === "string" ? shown(each) : each));
  return rawMarkup(
    json.replace(/[<>&\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    }),
  );
}

/** A source of a Content-Security-Policy that allows this one inline script or style sheet. */
export function hashSource(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

function written(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeMarkup(part);
  // A hundredth of a pixel or of a percent is as fine as anybody can see.
  if (typeof part === "number") return String(Math.round(part * 100) / 100);
  if ("markup" in part) return part.markup;
  return part.map(written).join("");
}
