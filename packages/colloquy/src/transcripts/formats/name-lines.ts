import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

/** Names on lines of their own, the words below. */
export const nameLines: Parser = {
  name: "name-lines",
  detect: (source) => (source.survey.nameLines > source.survey.labelled ? 0.4 : 0),
  parse: (source) => parseLines(source, "name-lines"),
};
