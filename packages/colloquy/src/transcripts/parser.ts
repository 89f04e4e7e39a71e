import type { TimeMark } from "../model/index.ts";
import type { DecodedFile } from "./decoded-file.ts";

/** A turn of a format whose canonical text is rendered: cues, segments, rows. */
export interface RenderedTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** As in `TurnSpan`. */
  readonly aheadMs?: number;
  /** With white space of any kind, which is folded when the text is rendered. */
  readonly text: string;
}

/** A turn of a line format, as offsets into the decoded text. */
export interface TurnSpan {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The time of an unspoken line above a turn without a time: a heading, `Break: [12:40]`. */
  readonly aheadMs?: number;
  readonly unitOffset: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** The result of a parser: spans of the text itself, or turns that are rendered to lines. */
export type Parsed =
  | {
      readonly kind: "spans";
      readonly format: string;
      readonly spans: readonly TurnSpan[];
      readonly marks: readonly TimeMark[];
      /** Whether the text has the escapes and references of Markdown. */
      readonly isMarkdown: boolean;
    }
  | {
      readonly kind: "rendered";
      readonly format: string;
      readonly turns: readonly RenderedTurn[];
      /** How many entries should be turns but are malformed. */
      readonly malformed: number;
    };

/** One format. */
export interface Parser {
  readonly name: string;
  /** Its confidence that the file has its format, 0 to 1. Text formats look at a sample of limited length. */
  detect(file: DecodedFile): number;
  /** Called only after `detect` returned more than 0. */
  parse(file: DecodedFile): Parsed;
}

/** The result of a parser whose format is rendered. */
export function rendered(format: string, turns: readonly RenderedTurn[], malformed = 0): Parsed {
  return { kind: "rendered", format, turns, malformed };
}
