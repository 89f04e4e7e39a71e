import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

/** Otter: a name with its time on a line, the words below, a credit at the end. */
export const otter: Parser = {
  name: "otter",
  detect(source) {
    if (source.survey.labelled === 0 || source.survey.stamped === 0) return 0;
    return /otter\.ai/i.test(source.sample.slice(0, 500)) || /otter\.ai/i.test(source.text.slice(-500)) ? 0.65 : 0;
  },
  parse: (source) => parseLines(source, "otter"),
};
