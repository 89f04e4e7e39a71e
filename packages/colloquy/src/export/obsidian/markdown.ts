import { stringify } from "yaml";
import { printable } from "../../model/index.ts";

/** Characters that Markdown or Obsidian interpret anywhere: emphasis, code, links, HTML, tags, ids, formulas, comments, addresses. */
const SPECIAL = /[\\`*_~[\]<>#^|$%@]|={2,}|:(?:(?=\/\/)|:+)|(?<=www)\.|&(?=[#\p{L}])/giu;
/** The beginnings of lists, of headings that are underlined, and of lines across the page. */
const LINE_START = /^(?:[-+=]|\d+(?=[.)]))/;

/**
 * An untrusted text as one line of Markdown that shows exactly its visible characters; white space becomes a single space.
 * No part of it is a link, a heading, a tag, a block id, a comment, HTML, a formula or a template.
 */
export function escapeMarkdown(text: string): string {
  const line = printable(text).replace(/\s+/g, " ").trim();
  const escaped = line.replace(SPECIAL, (found) => found.replace(/[^]/g, String.raw`\$&`));
  // A number cannot be escaped, but the mark after it can.
  return escaped
    .replace(LINE_START, (start) => (/\d/.test(start) ? start : `\\${start}`))
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}

/** A link to a note. The path and the heading or block are safe by construction; without visible text the path is shown. */
export function link(path: string, { to = "", text }: { readonly to?: string; readonly text: string }): string {
  return `[[${path}${to === "" ? "" : `#${to}`}|${linkText(text) || path}]]`;
}

/** An untrusted text for the shown part of a link, in which nothing can be escaped. */
function linkText(text: string): string {
  return printable(text)
    .replace(/[[\]|<>`$%\\#^]+|={2,}/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** A property of a note. Null and empty lists are left out. */
export type Property = string | number | null | readonly string[];

/** The properties of a note, at its beginning, for readers of YAML 1.1 and 1.2. */
export function frontMatter(properties: Readonly<Record<string, Property>>): string {
  const present = Object.entries(properties).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return `---\n${stringify(Object.fromEntries(present), { lineWidth: 0, version: "1.1" })}---\n`;
}

/** An untrusted text for a property: plugins read links and templates there, too. */
export function propertyText(text: string): string {
  return printable(text)
    .replace(/\[{2,}/g, "[")
    .replace(/<*%+/g, "%")
    .replace(/\s+/g, " ")
    .trim();
}

/** Lines after a heading; empty without lines. `level`: the number of `#`. */
export function section(heading: string, lines: readonly string[], level = 2): string {
  return lines.length === 0 ? "" : `\n${"#".repeat(level)} ${heading}\n\n${lines.join("\n")}\n`;
}
