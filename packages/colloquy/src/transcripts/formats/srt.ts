import { countTimings } from "../cues/count-timings.ts";
import { readArrowTiming, readCues } from "../cues/read-cues.ts";
import { cuesToUtterances } from "../cues/speakers.ts";
import { type Parser, rendered } from "../parser.ts";

/** SubRip: numbered cues, times with a comma before the milliseconds (or, often, a dot). */
export const srt: Parser = {
  name: "srt",
  detect(source) {
    const { timings, commas, numbered, lines } = countTimings(source.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    return commas * 2 >= timings || numbered * 2 > timings
      ? source.extension === "vtt" && commas === 0
        ? 0.7
        : 0.9
      : 0.6;
  },
  parse: (source) => rendered("srt", cuesToUtterances(readCues(source.text.trimStart(), readArrowTiming))),
};
