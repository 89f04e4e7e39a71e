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
  parse: (source) => rendered("sbv", cuesToUtterances(readCues(source.text.trimStart(), readCommaTiming))),
};
