import { assembleTurns } from "../lines/assemble.ts";
import { findTimeMarks } from "../lines/time-marks.ts";
import { endOfFrontMatter } from "../lines/markdown-lines.ts";
import type { Parsed } from "../parser.ts";
import type { Source } from "../source.ts";

const MARKDOWN = /^(?:md|markdown|mdown|mkd|mdx|qmd|rmd)$/;

/** Whether headings and front matter are to be expected. */
export function isMarkdown(source: Source): boolean {
  return MARKDOWN.test(source.extension) || source.survey.emphasised > 0 || endOfFrontMatter(source.text) > 0;
}

/** The turns of a format whose canonical text is the file itself, but for its escapes. */
export function parseLines(source: Source, format: string): Parsed {
  const headings = isMarkdown(source);
  const spans = assembleTurns(source.text, source.lines, { headings, from: endOfFrontMatter(source.text) });
  const marks = findTimeMarks(source.text, spans, source.lines.fourFields);
  return { kind: "spans", format, spans, marks, isMarkdown: headings };
}
