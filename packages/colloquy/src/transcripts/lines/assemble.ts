import { type ClockReading, clockToMs, WallClock } from "../clock.ts";
import type { TurnSpan } from "../parser.ts";
import { hasWords } from "../words.ts";
import { isBoilerplate, isExportTitle, isListHeading } from "./boilerplate.ts";
import { stampInHeading } from "./chapters.ts";
import { isDateLine } from "./dates.ts";
import type { LineHead } from "./head.ts";
import { isHeading } from "./markdown-lines.ts";
import { skipSpaces, trimEnd } from "./scan.ts";
import type { Stamp } from "./stamp.ts";
import type { LineSurvey } from "./survey.ts";

export interface AssemblyOptions {
  /** Whether Markdown headings end a turn. They are not spoken. */
  readonly headings: boolean;
  /** Lines before this offset belong to a preface such as YAML front matter. */
  readonly from: number;
}

/**
 * The turns of a line format. A turn ends at the next label, stamp, name or heading.
 * A plain clock is a time of the recording. A time of day has AM or PM, or a date before it; it counts from the first one of
 * the file.
 */
export function assembleTurns(text: string, survey: LineSurvey, options: AssemblyOptions): TurnSpan[] {
  const assembly = new Assembly(text, survey, options);
  for (let i = 0; i < survey.lines.count; i++) assembly.take(i);
  return assembly.finish();
}

interface OpenTurn {
  speaker: string | null;
  startMs: number | null;
  endMs: number | null;
  readonly aheadMs: number | null;
  readonly unitOffset: number;
  /** -1 until the first words. */
  startOffset: number;
  endOffset: number;
  /** Whether its start has no mark. Then a line or a paragraph is the whole turn. */
  readonly loose: boolean;
}

type Times = Pick<TurnSpan, "startMs" | "endMs">;

class Assembly {
  readonly #text: string;
  readonly #survey: LineSurvey;
  readonly #options: AssemblyOptions;
  readonly #structured: boolean;
  readonly #wallClock = new WallClock();
  readonly #spans: TurnSpan[] = [];
  #open: OpenTurn | null = null;
  /** A stamp on a line of its own, until a turn takes it. */
  #pending: (Times & { readonly unitOffset: number }) | null = null;
  /** The time of a heading, or of a label without words such as `Break: [12:40]`, until a turn takes it. */
  #aheadMs: number | null = null;
  #lastSpeaker: string | null = null;
  #afterBlank = true;
  #inList = false;
  #preamble = true;

  constructor(text: string, survey: LineSurvey, options: AssemblyOptions) {
    this.#text = text;
    this.#survey = survey;
    this.#options = options;
    this.#structured = survey.labelled > 0 || survey.stamped > 0 || survey.nameLines > 0;
  }

  take(line: number): void {
    const { starts, ends } = this.#survey.lines;
    const lineStart = starts[line] ?? 0;
    if (lineStart < this.#options.from) return;
    const end = trimEnd(this.#text, lineStart, ends[line] ?? 0);
    if (end === lineStart) {
      this.#afterBlank = true;
      this.#inList = false;
      return;
    }
    const start = skipSpaces(this.#text, lineStart, end);
    this.#takeWords(line, start, end);
    this.#afterBlank = false;
  }

  finish(): TurnSpan[] {
    this.#close();
    const last = this.#spans.pop();
    if (last !== undefined) this.#spans.push({ ...last, endMs: last.endMs ?? this.#pending?.startMs ?? this.#aheadMs });
    return this.#spans;
  }

  #takeWords(line: number, start: number, end: number): void {
    const survey = this.#survey;
    const head = survey.heads[line] ?? null;
    const name = survey.nameOf(line);
    const stamp = head?.stamp != null && survey.isStamp(head) ? head : null;
    const chapter = survey.chapterOf(line);
    if (chapter !== null) this.#passHeading(chapter === "chapter" ? (head?.stamp ?? null) : null);
    else if (name !== null) this.#startName(name, stamp, start, end);
    else if (head?.label != null && survey.isSpeaker(head)) this.#startLabelled(head, end);
    else if (this.#leaveOut(line, head, start, end))
      this.#passHeading(this.#options.headings ? stampInHeading(this.#text, start, end) : null);
    else if (stamp !== null && stamp.stampLeads) this.#startStamped(stamp, end);
    else this.#goOn(start, end);
  }

  /** A line that is not spoken ends the turn. Its time applies to the words below. */
  #passHeading(stamp: Stamp | null): void {
    this.#close();
    const ms = stamp === null ? null : clockToMs(stamp.from, this.#survey.fourFields);
    this.#aheadMs = ms ?? this.#aheadMs;
  }

  #startName(name: string, stamped: LineHead | null, start: number, end: number): void {
    this.#start(name, this.#timesOf(stamped), start, end, end);
  }

  #startLabelled(head: LineHead, end: number): void {
    const stamped = head.stamp !== null && this.#survey.isStamp(head) ? head : null;
    const textEnd = head.textEnd ?? end;
    this.#start(head.label?.speaker ?? null, this.#timesOf(stamped), head.unitOffset, head.textOffset, textEnd);
  }

  #startStamped(head: LineHead, end: number): void {
    const times = this.#timesOf(head) ?? { startMs: null, endMs: null };
    const alone = head.unlabelledOffset >= end;
    const open = this.#open;
    if (open !== null && open.startOffset === -1 && open.startMs === null && !open.loose) {
      open.startMs = times.startMs;
      open.endMs = times.endMs;
      open.startOffset = alone ? -1 : head.unlabelledOffset;
      open.endOffset = end;
    } else if (alone) {
      this.#close();
      this.#pending = { ...times, unitOffset: head.unitOffset };
      this.#preamble = false;
    } else this.#start(this.#carriedSpeaker(head.unlabelledOffset), times, head.unitOffset, head.unlabelledOffset, end);
  }

  /** Starts a turn at a label or stamp. Its words may follow on the lines below. */
  #start(speaker: string | null, times: Times | null, unitOffset: number, textOffset: number, end: number): void {
    this.#close();
    const pending = this.#takePending();
    this.#open = {
      speaker,
      startMs: times?.startMs ?? pending?.startMs ?? null,
      endMs: times === null ? (pending?.endMs ?? null) : times.endMs,
      aheadMs: this.#takeAhead(),
      unitOffset: pending?.unitOffset ?? unitOffset,
      startOffset: textOffset < end ? textOffset : -1,
      endOffset: end,
      loose: false,
    };
    this.#lastSpeaker = speaker;
    this.#preamble = false;
  }

  /** Words without a mark continue the turn, or are a turn. */
  #goOn(start: number, end: number): void {
    const open = this.#open;
    const continues =
      open !== null && this.#pending === null && (!open.loose || (this.#survey.wrapped && !this.#afterBlank));
    if (continues && open !== null) {
      if (open.startOffset === -1) open.startOffset = start;
      open.endOffset = end;
      return;
    }
    const pending = this.#pending;
    if (pending !== null) this.#start(this.#carriedSpeaker(start), null, start, start, end);
    else {
      this.#close();
      this.#open = {
        speaker: null,
        startMs: null,
        endMs: null,
        aheadMs: this.#takeAhead(),
        unitOffset: start,
        startOffset: start,
        endOffset: end,
        loose: true,
      };
    }
  }

  /** A turn that starts with a stamp alone has the last speaker, unless its words are a sound in brackets. */
  #carriedSpeaker(start: number): string | null {
    const code = this.#text.charCodeAt(start);
    return code === 40 || code === 91 || code === 92 ? null : this.#lastSpeaker;
  }

  #leaveOut(at: number, head: LineHead | null, start: number, end: number): boolean {
    if (this.#options.headings && isHeading(this.#text, start)) return true;
    if (end - start > 160) return false;
    const line = this.#text.slice(start, end);
    if (isBoilerplate(line)) return true;
    if (!this.#preamble || !this.#structured) return false;
    if (this.#inList || isListHeading(line)) return (this.#inList = true);
    if (head?.label?.strength === "metadata" || isExportTitle(line) || isDateLine(line)) return true;
    return this.#spans.length === 0 && this.#open === null && this.#isAboveDate(at);
  }

  /** A line above the line with the date is a title. */
  #isAboveDate(at: number): boolean {
    const { starts, ends, count } = this.#survey.lines;
    for (let next = at + 1; next < Math.min(count, at + 3); next++) {
      const line = this.#text.slice(starts[next] ?? 0, Math.min(ends[next] ?? 0, (starts[next] ?? 0) + 160)).trim();
      if (line !== "") return isDateLine(line);
    }
    return false;
  }

  #timesOf(head: LineHead | null): Times | null {
    const stamp = head?.stamp ?? null;
    if (stamp === null) return null;
    return { startMs: this.#timeOf(stamp.from), endMs: stamp.to === null ? null : this.#timeOf(stamp.to) };
  }

  #timeOf(clock: ClockReading): number | null {
    return clock.timeOfDay ? this.#wallClock.sinceFirst(clock) : clockToMs(clock, this.#survey.fourFields);
  }

  #takePending(): (Times & { readonly unitOffset: number }) | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  #takeAhead(): number | null {
    const aheadMs = this.#aheadMs;
    this.#aheadMs = null;
    return aheadMs;
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const endOffset = open.startOffset === -1 ? -1 : trimEnd(this.#text, open.startOffset, open.endOffset);
    const isSaid = endOffset > open.startOffset && hasWords(this.#text.slice(open.startOffset, endOffset));
    if (!isSaid) this.#aheadMs = open.startMs ?? open.aheadMs;
    if (endOffset > open.startOffset) this.#spans.push(spanOf(open, endOffset, isSaid));
  }
}

function spanOf(open: OpenTurn, endOffset: number, isSaid: boolean): TurnSpan {
  const { speaker, startMs, endMs, aheadMs, unitOffset, startOffset } = open;
  const ahead = isSaid && startMs === null && aheadMs !== null ? { aheadMs } : {};
  return { speaker, startMs, endMs, unitOffset, startOffset, endOffset, ...ahead };
}
