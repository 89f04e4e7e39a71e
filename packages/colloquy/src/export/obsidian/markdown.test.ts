import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { printable } from "../../model/index.ts";
import { escapeMarkdown, frontMatter, link, propertyText } from "./markdown.ts";

/** Pieces of text that Markdown, Obsidian or its plugins interpret. */
const PIECES = [
  ..."* ** _ ~~ ` ``` # ## - + = === --- 1. 2) > | \\ & &amp; [ ] [[ ]] ![[ [x](y) [^1] <b> <!-- <% %%".split(" "),
  ..."$ $$ ^id #tag :: == http://a.example/x www.a.example a@b.example a word 7 é ( ) { } ! ' : . , / \"".split(" "),
  ..."\n|\n\n|\t|    | |\u202E|\u0007|\u2028|\uD83D|[ ]".split("|"),
];
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(""));

const html = (markdown: string): string => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });

function asHtml(text: string): string {
  const shown = printable(text).replace(/\s+/g, " ").trim();
  const escaped = shown
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return escaped === "" ? "" : `<p>${escaped}</p>`;
}

describe("escaped text", () => {
  it("is shown as it is by Markdown, whatever it holds", () => {
    fc.assert(fc.property(texts, (text) => void expect(html(escapeMarkdown(text))).toBe(asHtml(text))));
  });

  it("is shown as it is in a quotation and in an item of a list", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const within = asHtml(`“${printable(text).trim()}”`);
        expect(html(`> “${escapeMarkdown(text)}”`)).toBe(`<blockquote>\n${within}\n</blockquote>`);
        expect(html(`- x “${escapeMarkdown(text)}”`)).toBe(
          `<ul>\n<li>${within.replace("<p>", "x ").replace("</p>", "")}</li>\n</ul>`,
        );
      }),
    );
  });

  it("has no link, tag, block id, comment, highlight, formula, field or template of Obsidian and its plugins", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/\[\[|%%|<%|==|::|(?<!\\)[#^$]|\n/);
      }),
    );
  });

  it("keeps plain text readable", () => {
    expect(escapeMarkdown("Don't, he said: 40 - 2 = 38 (well…)!")).toBe("Don't, he said: 40 - 2 = 38 (well…)!");
  });
});

it("a link shows any text, and always ends where it ends", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(link("People/Ada", { to: "^w1", text })).toMatch(/^\[\[People\/Ada#\^w1\|[^[\]|<>`$%\\#^\n]+\]\]$/);
    }),
  );
});

describe("properties", () => {
  it("are read back as they are, in every version of YAML", () => {
    fc.assert(
      fc.property(fc.array(texts.map(propertyText)), fc.nat(), (aliases, mentions) => {
        const text = frontMatter({ type: "Concept", aliases, mentions });
        const [, yaml = ""] = /^---\n([^]*)\n---\n$/.exec(text) ?? [];
        expect(yaml).not.toMatch(/^---$/m);
        for (const version of ["1.1", "1.2"] as const)
          expect(parse(yaml, { version })).toEqual({
            type: "Concept",
            ...(aliases.length > 0 ? { aliases } : {}),
            mentions,
          });
      }),
    );
  });

  it("keep words that YAML takes for other values", () => {
    for (const alias of ["yes", "no", "null", "~", "10:02:03", "1e3", "0x1F", "2026-01-02", "- a", "a: b", "#x"])
      expect(parse(frontMatter({ alias }).replaceAll("---\n", ""), { version: "1.1" })).toEqual({ alias });
  });

  it("have no link and no template", () => {
    fc.assert(fc.property(texts, (text) => void expect(propertyText(text)).not.toMatch(/\[\[|<%|%%/)));
  });
});
