import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

/** Text with time stamps, with or without speakers. */
export const timestamped: Parser = {
  name: "timestamped",
  detect: (source) => (source.survey.stamped >= Math.max(1, source.survey.units * 0.03) ? 0.5 : 0),
  parse: (source) => parseLines(source, "timestamped"),
};
