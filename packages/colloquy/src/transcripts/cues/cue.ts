/** A caption as it stands in its file: the lines between its timing and the next blank line. */
export interface Cue {
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** With markup. */
  readonly lines: readonly string[];
}
