import { isTextExtension } from "../candidates.ts";
import type { Parser } from "../parser.ts";
import { parseLines } from "./text-lines.ts";

/** Text without speakers or times: a turn a line, or a paragraph where lines are wrapped. */
export const prose: Parser = {
  name: "prose",
  // Any text is prose; where the file's name does not promise a transcript either, it is none.
  detect: (source) => (isTextExtension(source.extension) ? 0.1 : 0),
  parse: (source) => parseLines(source, "prose"),
};
