import { readArrowTiming, readCues } from "../cues/read-cues.ts";
import { cuesToUtterances } from "../cues/speakers.ts";
import { type Parser, rendered } from "../parser.ts";
import { countTimings } from "../cues/count-timings.ts";

/** WebVTT, with or without its header. */
export const webVtt: Parser = {
  name: "webvtt",
  detect(source) {
    if (/^\s{0,100}WEBVTT(?:\s|$)/.test(source.sample)) return 1;
    const { timings, dots, lines } = countTimings(source.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    return source.extension === "vtt" || dots * 2 > timings ? 0.85 : 0.5;
  },
  parse: (source) => rendered("webvtt", cuesToUtterances(readCues(source.text.trimStart(), readArrowTiming))),
};
