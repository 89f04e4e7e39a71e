import { countTimings } from "../cues/count-timings.ts";
import { readArrowTiming, readCommaTiming, readCues, type TimingReader } from "../cues/read-cues.ts";
import { cuesToTurns } from "../cues/speakers.ts";
import { type Parsed, type Parser, rendered } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** WebVTT, with or without its header. */
const webVtt: Parser = {
  name: "webvtt",
  detect(file) {
    if (/^\s{0,100}WEBVTT(?:\s|$)/.test(file.sample)) return 1;
    const { timings, dots, lines } = countTimings(file.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    return file.extension === "vtt" || dots * 2 > timings ? 0.85 : 0.5;
  },
  parse: (file) => parseCues(file, "webvtt", readArrowTiming),
};

/** SubRip: numbered cues, times with a comma before the milliseconds (or, often, a dot). */
const srt: Parser = {
  name: "srt",
  detect(file) {
    const { timings, commas, numbered, lines } = countTimings(file.sample, readArrowTiming);
    if (timings === 0 || timings * 8 < lines) return 0;
    if (commas * 2 < timings && numbered * 2 <= timings) return 0.6;
    return file.extension === "vtt" && commas === 0 ? 0.7 : 0.9;
  },
  parse: (file) => parseCues(file, "srt", readArrowTiming),
};

/** YouTube's SubViewer: `start,end` on a line, then text. */
const sbv: Parser = {
  name: "sbv",
  detect(file) {
    const { timings, lines } = countTimings(file.sample, readCommaTiming);
    return timings > 0 && timings * 8 >= lines ? 0.9 : 0;
  },
  // SubViewer has a line break of its own.
  parse: (file) => parseCues(file, "sbv", readCommaTiming, (line) => line.split(/\[br\]/i)),
};

export const CAPTION_FORMATS: readonly Parser[] = [webVtt, srt, sbv];

function parseCues(
  file: DecodedFile,
  format: string,
  readTiming: TimingReader,
  splitLine: (line: string) => readonly string[] = (line) => [line],
): Parsed {
  const cues = readCues(file.text.trimStart(), readTiming);
  return rendered(format, cuesToTurns(cues.map((cue) => ({ ...cue, lines: cue.lines.flatMap(splitLine) }))));
}
