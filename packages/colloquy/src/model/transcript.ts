/**
 * One unit of the source: a line, a cue, a segment, a row. Turns are never merged.
 * Offsets are UTF-16 code units into the transcript's canonical text, end exclusive, so that
 * `transcript.text.slice(turn.startOffset, turn.endOffset)` is exactly what was said.
 */
export interface Turn {
  /** Counts from 0 within the transcript. */
  readonly index: number;
  readonly speaker: string | null;
  /** Milliseconds from the start of the recording; null where the format has none. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Where the unit itself starts: at its label or time stamp, at or before `startOffset`. */
  readonly unitOffset: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A time stamp within the words of a turn, or above them: what stands from `offset` on was said at `startMs`. */
export interface TimeMark {
  readonly offset: number;
  readonly startMs: number;
}

/** A transcript as it was read. */
export interface Transcript {
  /** Name of the format that was recognised: `webvtt`, `srt`, `plain`, `aws-transcribe`, ... */
  readonly format: string;
  /**
   * Canonical text. For line formats the decoded file without its byte order mark and without the escapes of HTML and
   * Markdown, otherwise unchanged; for others one rendered `Speaker: text` line a turn.
   */
  readonly text: string;
  /** In the order of the text; they never overlap. */
  readonly turns: readonly Turn[];
  /** In the order of the text, never earlier than the turn before them; absent where there are none. */
  readonly marks?: readonly TimeMark[];
}
