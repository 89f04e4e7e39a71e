import { countTimings } from "../cues/count-timings.ts";
import { readCommaTiming, readCues } from "../cues/read-cues.ts";
import { cuesToUtterances } from "../cues/speakers.ts";
import { type Parser, rendered } from "../parser.ts";

/** YouTube's SubViewer: `start,end` on a line, then text. */
export const sbv: Parser = {
  name: "sbv",
  detect(source) {
    const { timings, lines } = countTimings(source.sample, readCommaTiming);
    return timings > 0 && timings * 8 >= lines ? 0.9 : 0;
  },
  parse(source) {
    const cues = readCues(source.text.trimStart(), readCommaTiming);
    return rendered("sbv", cuesToUtterances(cues.map((cue) => ({ ...cue, lines: cue.lines.flatMap(splitLine) }))));
  },
};

/** SubViewer's own line end. */
function splitLine(line: string): string[] {
  return line.split(/\[br\]/i);
}
