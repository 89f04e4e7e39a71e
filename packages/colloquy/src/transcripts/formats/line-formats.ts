import { isTextExtension } from "../candidates.ts";
import { assembleTurns } from "../lines/assemble.ts";
import { endOfFrontMatter } from "../lines/markdown-lines.ts";
import { findTimeMarks } from "../lines/time-marks.ts";
import type { Parsed, Parser } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";

const MARKDOWN = /^(?:md|markdown|mdown|mkd|mdx|qmd|rmd)$/;
const MEET_HEADER = /^\s{0,100}[^\r\n]{0,200}(?:\r\n?|\n)[\s\S]{0,2000}?^(?:Attendees|Invited|Participants)\s*$/m;
const OTTER_CREDIT = /otter\.ai/i;

/** Formats whose canonical text is the file itself. They are parsed alike and differ in how they are recognised. */
export const LINE_FORMATS: readonly Parser[] = [
  // Google Meet's document: a header with the attendees, then labelled lines in blocks under a time.
  lineFormat("meet", ({ survey, sample }) =>
    survey.labelled > 0 && survey.stampsAlone > 0 && MEET_HEADER.test(sample.slice(0, 4000)) ? 0.65 : 0,
  ),
  // Otter: a name with its time on a line, the words below, a credit at the start or the end.
  lineFormat("otter", ({ survey, sample, text }) => {
    if (survey.labelled === 0 || survey.stamped === 0) return 0;
    return OTTER_CREDIT.test(sample.slice(0, 500)) || OTTER_CREDIT.test(text.slice(-500)) ? 0.65 : 0;
  }),
  // Markdown: emphasised or plain labels, headings, front matter.
  lineFormat("markdown", (file) => {
    if (!isMarkdown(file)) return 0;
    return file.survey.emphasised > 0 || endOfFrontMatter(file.text) > 0 ? 0.6 : 0.45;
  }),
  // Text with time stamps, with or without speakers.
  lineFormat("timestamped", ({ survey }) => (survey.stamped >= Math.max(1, survey.units * 0.03) ? 0.5 : 0)),
  // Names on lines of their own, the words below.
  lineFormat("name-lines", ({ survey }) => (survey.nameLines > survey.labelled ? 0.4 : 0)),
  // `Speaker: text`.
  lineFormat("plain", ({ survey }) => (survey.labelled > 0 ? 0.35 : 0)),
  // Text without speakers or times: a turn a line, or a paragraph where lines are wrapped. Any text is prose, so only the
  // file's extension can say that it is a transcript.
  lineFormat("prose", ({ extension }) => (isTextExtension(extension) ? 0.1 : 0)),
];

function lineFormat(name: string, detect: (file: DecodedFile) => number): Parser {
  return { name, detect, parse: (file) => parseLines(file, name) };
}

/** Whether headings and front matter are expected. */
function isMarkdown(file: DecodedFile): boolean {
  return MARKDOWN.test(file.extension) || file.survey.emphasised > 0 || endOfFrontMatter(file.text) > 0;
}

function parseLines(file: DecodedFile, format: string): Parsed {
  const headings = isMarkdown(file);
  const spans = assembleTurns(file.text, file.lines, { headings, from: endOfFrontMatter(file.text) });
  const marks = findTimeMarks(file.text, spans, file.lines.fourFields);
  return { kind: "spans", format, spans, marks, isMarkdown: headings };
}
