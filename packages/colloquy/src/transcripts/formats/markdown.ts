import { endOfFrontMatter } from "../lines/markdown-lines.ts";
import type { Parser } from "../parser.ts";
import { isMarkdown, parseLines } from "./text-lines.ts";

/** Markdown: emphasised or plain labels, headings, front matter. */
export const markdown: Parser = {
  name: "markdown",
  detect: (source) =>
    isMarkdown(source) ? (source.survey.emphasised > 0 || endOfFrontMatter(source.text) > 0 ? 0.6 : 0.45) : 0,
  parse: (source) => parseLines(source, "markdown"),
};
