import type { TimingReader } from "./read-cues.ts";

export interface TimingCount {
  /** Lines that hold words, numbers or times. */
  readonly lines: number;
  readonly timings: number;
  readonly commas: number;
  readonly dots: number;
  /** Timings with a number alone on the line above. */
  readonly numbered: number;
}

const MAY_HOLD_TIMINGS = /-->|\d\.\d{1,3},\d/;

/** Counts the signs that distinguish the caption formats. */
export function countTimings(sample: string, readTiming: TimingReader): TimingCount {
  const count = { lines: 0, timings: 0, commas: 0, dots: 0, numbered: 0 };
  if (!MAY_HOLD_TIMINGS.test(sample)) return count;
  let above = "";
  for (const line of sample.split(/\r\n?|\n/)) {
    if (line.trim() === "") continue;
    count.lines++;
    if (readTiming(line) !== null) {
      count.timings++;
      if (/\d,\d{3}/.test(line.slice(0, 40))) count.commas++;
      else if (/\d\.\d{1,3}/.test(line.slice(0, 40))) count.dots++;
      if (/^\s*\d{1,7}\s*$/.test(above)) count.numbered++;
    }
    above = line.length < 20 ? line : "";
  }
  return count;
}
