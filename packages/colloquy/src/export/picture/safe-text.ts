import { createHash } from "node:crypto";
import { printable } from "../../model/index.ts";
import { escapeXml } from "../xml.ts";

/** Text for an element or a quoted attribute of the page: nothing in it acts, hides, or shows text in another order. */
export function escapeText(text: string): string {
  return escapeXml(printable(text));
}

/** What a text could end its script element with, or hide in it. */
const UNSAFE = /[<>&\u007F-\u009F\u2028\u2029]/g;

/** JSON for a script element; every text in it can be shown as it is. */
export function scriptSafe(value: unknown): string {
  const shown = JSON.stringify(value, (_, each: unknown) => (typeof each === "string" ? printable(each) : each));
  return shown.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A source of a Content-Security-Policy that allows this one inline script or style sheet. */
export function hashSource(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
