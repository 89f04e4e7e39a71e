/**
 * One unit of the source: a line, a cue, a segment, a row. Turns are never merged. Offsets are UTF-16 code units into
 * the transcript's canonical text, end exclusive, so that `transcript.text.slice(turn.startOffset, turn.endOffset)` is
 * exactly the words of the turn.
 */
export interface Turn {
  /** Counts from 0 within the transcript. */
  readonly index: number;
  readonly speaker: string | null;
  /** Milliseconds from the start of the recording; null if the format has none. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Start of the unit itself: its label or time stamp, at or before `startOffset`. */
  readonly unitOffset: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A time stamp within or above the words of a turn: the words from `offset` on begin at `startMs`. */
export interface TimeMark {
  readonly offset: number;
  readonly startMs: number;
}

/** A transcript, parsed. */
export interface Transcript {
  /** Name of the format that was recognised: `webvtt`, `srt`, `plain`, `aws-transcribe`, ... */
  readonly format: string;
  /**
   * Canonical text. For line formats: the decoded file without its byte order mark and without the escapes of HTML and
   * Markdown. For other formats: one rendered `Speaker: text` line per turn.
   */
  readonly text: string;
  /** In the order of the text; they never overlap. */
  readonly turns: readonly Turn[];
  /** In the order of the text, never earlier than the turn before them; absent if there are none. */
  readonly marks?: readonly TimeMark[];
}
