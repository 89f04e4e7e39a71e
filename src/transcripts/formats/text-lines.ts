import { assembleTurns } from "../lines/assemble.ts";
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

/** Where the text starts after its YAML front matter; 0 where it has none. */
export function endOfFrontMatter(text: string): number {
  const head = text.slice(0, 16_384);
  const found =
    /^---[ \t]*(?:\r\n?|\n)(?:[\w"'-][^\r\n:]{0,80}:|#)[\s\S]*?(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|$)/.exec(
      head,
    );
  return found?.[0].length ?? 0;
}
