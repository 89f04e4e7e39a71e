import { clockToMs, readClock } from "../clock.ts";
import { type Lines, scanLines, trimEnd } from "../lines/scan.ts";

/** A caption of a file: the lines between its timing and the next blank line. */
export interface Cue {
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** With markup. */
  readonly lines: readonly string[];
}

export interface CueTiming {
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** Reads a line as the timing of a cue; null for another line. A start or end that cannot be read is null. */
export type TimingReader = (line: string) => CueTiming | null;

/** Reads `00:00:01.000 --> 00:00:02.000`, with settings after it, and with commas as SRT writes them. */
export function readArrowTiming(line: string): CueTiming | null {
  const arrow = line.indexOf("-->");
  if (arrow === -1 || arrow > 40 || !/^\s*-?\d[\d:.,\s]*$/.test(line.slice(0, arrow))) return null;
  const after = /^\s*(-?[\d:.,]{1,20})(.*)$/s.exec(line.slice(arrow + 3));
  if (after === null || !areSettings(after[2] ?? "")) return null;
  return { startMs: readTimeAt(line.slice(0, arrow).trim()), endMs: readTimeAt(after[1] ?? "") };
}

/** Whether the rest of a line is settings such as `align:start`, or nothing. A line with words there is no timing. */
function areSettings(rest: string): boolean {
  return (
    rest.length < 200 && rest.split(/\s+/).every((setting) => setting === "" || /^[A-Za-z][\w-]*:\S/.test(setting))
  );
}

/** Reads `0:00:01.000,0:00:02.000`, as SBV writes it. */
export function readCommaTiming(line: string): CueTiming | null {
  if (line.length > 40) return null;
  const found = /^\s*(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}),(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})\s*$/.exec(line);
  return found === null ? null : { startMs: readTimeAt(found[1] ?? ""), endMs: readTimeAt(found[2] ?? "") };
}

function readTimeAt(text: string): number | null {
  const clock = readClock(text, 0, text.length);
  return clock === null ? null : clockToMs(clock, "frames");
}

/**
 * The cues of a caption file. Lenient, because such files are often edited by hand: a timing line ends the cue before it, the
 * words after a blank line inside a cue are kept, and an index without a timing starts a cue without times.
 */
export function readCues(text: string, readTiming: TimingReader): Cue[] {
  const reader = new CueReader(text, readTiming);
  for (let i = 0; i < reader.lines.count; i++) i = reader.take(i);
  return reader.finish();
}

const BLOCK = /^(?:NOTE|STYLE|REGION)(?:\s|$)/;

class CueReader {
  readonly lines: Lines;
  readonly #text: string;
  readonly #readTiming: TimingReader;
  readonly #cues: Cue[] = [];
  #open: { timing: CueTiming; lines: string[] } | null = null;
  #afterBlank = true;

  constructor(text: string, readTiming: TimingReader) {
    this.#text = text;
    this.#readTiming = readTiming;
    this.lines = scanLines(text);
  }

  /** Takes a line, and further ones with it if they belong together. Returns the index of the last one. */
  take(index: number): number {
    const line = this.#line(index);
    const timing = this.#readTiming(line);
    if (timing !== null) {
      this.#start(timing);
      return index;
    }
    if (line.trim() === "") {
      this.#afterBlank = true;
      return index;
    }
    if (index === 0 && line.startsWith("WEBVTT")) return this.#skipHeader(index);
    if (this.#afterBlank && BLOCK.test(line)) return this.#skipBlock(index);
    const numbered = /^\s*\d{1,7}$/.test(line);
    if ((this.#afterBlank || numbered) && this.#readTiming(this.#line(index + 1)) !== null) return index;
    this.#takeWords(index, line);
    return index;
  }

  finish(): Cue[] {
    this.#close();
    return this.#cues;
  }

  #takeWords(index: number, line: string): void {
    const unindexed = this.#afterBlank && /^\s*\d{1,7}\s*$/.test(line) && this.#line(index + 1).trim() !== "";
    if (unindexed) this.#start({ startMs: null, endMs: null });
    else if (this.#open === null) this.#start({ startMs: null, endMs: null }).push(line);
    else this.#open.lines.push(line);
    this.#afterBlank = false;
  }

  #start(timing: CueTiming): string[] {
    this.#close();
    this.#open = { timing, lines: [] };
    this.#afterBlank = false;
    return this.#open.lines;
  }

  #close(): void {
    if (this.#open !== null && this.#open.lines.length > 0)
      this.#cues.push({ ...this.#open.timing, lines: this.#open.lines });
    this.#open = null;
  }

  /** The header ends at a blank line or the first timing. YouTube's header has style blocks without blank lines between them. */
  #skipHeader(index: number): number {
    let i = index + 1;
    while (i < this.lines.count && this.#line(i).trim() !== "" && this.#readTiming(this.#line(i)) === null) i++;
    this.#afterBlank = true;
    return i - 1;
  }

  #skipBlock(index: number): number {
    let i = index + 1;
    while (i < this.lines.count && this.#line(i).trim() !== "" && this.#readTiming(this.#line(i)) === null) i++;
    this.#close();
    return i - 1;
  }

  #line(index: number): string {
    const start = this.lines.starts[index];
    if (start === undefined) return "";
    const end = this.lines.ends[index] ?? start;
    return this.#text.slice(start, trimEnd(this.#text, start, end));
  }
}
