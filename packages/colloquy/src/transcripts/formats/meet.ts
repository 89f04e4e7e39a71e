import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

const HEADER = /^\s{0,100}[^\r\n]{0,200}(?:\r\n?|\n)[\s\S]{0,2000}?^(?:Attendees|Invited|Participants)\s*$/m;

/** Google Meet's document: a header with the attendees, then labelled lines in blocks under a time. */
export const meet: Parser = {
  name: "meet",
  detect: (source) =>
    source.survey.labelled > 0 && source.survey.stampsAlone > 0 && HEADER.test(source.sample.slice(0, 4000)) ? 0.65 : 0,
  parse: (source) => parseLines(source, "meet"),
};
