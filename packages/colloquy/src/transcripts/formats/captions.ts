import { countTimings } from "../cues/count-timings.ts";
import { readArrowTiming, readCommaTiming, readCues, type TimingReader } from "../cues/read-cues.ts";
import { cuesToUtterances } from "../cues/speakers.ts";
import { type Parsed, type Parser, rendered } from "../parser.ts";
import type { Source } from "../source.ts";

/** WebVTT, with or without its header. */
const webVtt: Parser = {
  name: "webvtt",
  detect(source) {
    if (/^\s{0,100}WEBVTT(?:\s|$)/.test(source.sample)) return 1;
    const { timings, dots, lines } = countTimings(source.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    return source.extension === "vtt" || dots * 2 > timings ? 0.85 : 0.5;
  },
  parse: (source) => parseCues(source, "webvtt", readArrowTiming),
};

/** SubRip: numbered cues, times with a comma before the milliseconds (or, often, a dot). */
const srt: Parser = {
  name: "srt",
  detect(source) {
    const { timings, commas, numbered, lines } = countTimings(source.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    if (commas * 2 < timings && numbered * 2 <= timings) return 0.6;
    return source.extension === "vtt" && commas === 0 ? 0.7 : 0.9;
  },
  parse: (source) => parseCues(source, "srt", readArrowTiming),
};

/** YouTube's SubViewer: `start,end` on a line, then text. */
const sbv: Parser = {
  name: "sbv",
  detect(source) {
    const { timings, lines } = countTimings(source.sample, readCommaTiming);
    return timings > 0 && timings * 8 >= lines ? 0.9 : 0;
  },
  // SubViewer has a line break of its own.
  parse: (source) => parseCues(source, "sbv", readCommaTiming, (line) => line.split(/\[br\]/i)),
};

export const CAPTION_FORMATS: readonly Parser[] = [webVtt, srt, sbv];

function parseCues(
  source: Source,
  format: string,
  readTiming: TimingReader,
  splitLine: (line: string) => readonly string[] = (line) => [line],
): Parsed {
  const cues = readCues(source.text.trimStart(), readTiming);
  return rendered(format, cuesToUtterances(cues.map((cue) => ({ ...cue, lines: cue.lines.flatMap(splitLine) }))));
}
