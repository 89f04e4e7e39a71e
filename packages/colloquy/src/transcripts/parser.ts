import type { TimeMark } from "../model/index.ts";
import type { Source } from "./source.ts";

/** A turn of a format whose canonical text is rendered: cues, segments, rows. */
export interface Utterance {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** As in `TurnSpan`. */
  readonly aheadMs?: number;
  /** White space of any kind; it is folded when it is rendered. */
  readonly text: string;
}

/** A turn of a line format: where it stands in the decoded text. */
export interface TurnSpan {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** The time of what stands above a turn without a time and is not said: a heading, `Break: [12:40]`. */
  readonly aheadMs?: number;
  readonly unitOffset: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What a parser found: spans of the text as it stands, or utterances that are rendered to lines. */
export type Parsed =
  | {
      readonly kind: "spans";
      readonly format: string;
      readonly spans: readonly TurnSpan[];
      readonly marks: readonly TimeMark[];
      /** Whether backslashes escape and references stand for characters, as in Markdown. */
      readonly isMarkdown: boolean;
    }
  | {
      readonly kind: "utterances";
      readonly format: string;
      readonly utterances: readonly Utterance[];
      /** Entries that should have been turns but are malformed. */
      readonly malformed: number;
    };

/** One format. */
export interface Parser {
  readonly name: string;
  /** How sure it is that the source is of its format, 0 to 1; looks at a bounded sample of text formats. */
  detect(source: Source): number;
  /** Called only where `detect` gave more than 0. */
  parse(source: Source): Parsed;
}

/** The result of a parser whose format is rendered. */
export function rendered(format: string, utterances: readonly Utterance[], malformed = 0): Parsed {
  return { kind: "utterances", format, utterances, malformed };
}
