import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

/** `Speaker: text`. */
export const plain: Parser = {
  name: "plain",
  detect: (source) => (source.survey.labelled > 0 ? 0.35 : 0),
  parse: (source) => parseLines(source, "plain"),
};
