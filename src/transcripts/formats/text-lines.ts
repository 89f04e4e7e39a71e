import { assembleTurns } from "../lines/assemble.ts";
import { endOfFrontMatter } from "../lines/markdown-lines.ts";
import type { Parsed } from "../parser.ts";
import type { Source } from "../source.ts";

const MARKDOWN = /^(?:md|markdown|mdown|mkd|mdx|qmd|rmd)$/;

/** Whether headings and front matter are to be expected. */
export function isMarkdown(source: Source): boolean {
  return MARKDOWN.test(source.extension) || source.survey.emphasised > 0 || endOfFrontMatter(source.text) > 0;
}

/** The turns of a format whose canonical text is the file itself. */
export function parseLines(source: Source, format: string): Parsed {
  const options = { headings: isMarkdown(source), from: endOfFrontMatter(source.text) };
  return { kind: "spans", format, spans: assembleTurns(source.text, source.lines, options) };
}
