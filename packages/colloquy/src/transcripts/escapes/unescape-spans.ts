import type { TimeMark } from "../../model/index.ts";
import { skipSpaces, trimEnd } from "../lines/scan.ts";
import type { TurnSpan } from "../parser.ts";
import { type Escape, unescape } from "./find-escapes.ts";

/** A text with its turns and time marks. */
export interface SpannedText {
  readonly text: string;
  readonly spans: readonly TurnSpan[];
  readonly marks: readonly TimeMark[];
}

/**
 * The text without its escapes, and its turns and marks at their new offsets. Outside of the words (labels, stamps, headings)
 * spaces replace the missing characters, so that offsets change only after words with escapes.
 */
export function unescapeSpans({ text, spans, marks }: SpannedText, escapes: readonly Escape[]): SpannedText {
  if (escapes.length === 0) return { text, spans, marks };
  const writer = new UnescapingWriter(text, escapes);
  const moved: TurnSpan[] = [];
  const movedMarks: TimeMark[] = [];
  let nextMark = 0;
  for (const span of spans) {
    writer.writeAround(span.unitOffset);
    const unitOffset = writer.length;
    writer.writeAround(span.startOffset);
    const startOffset = writer.length;
    for (let mark = marks[nextMark]; mark !== undefined && mark.offset <= span.endOffset; mark = marks[++nextMark]) {
      writer.writeWords(mark.offset);
      movedMarks.push({ ...mark, offset: writer.length });
    }
    writer.writeWords(span.endOffset);
    moved.push({ ...span, unitOffset, startOffset, endOffset: writer.length });
  }
  writer.writeAround(text.length);
  const written = writer.text();
  return { text: written, spans: moved.map((span) => trimmed(written, span)), marks: movedMarks };
}

/** Needed because the words may begin or end with a reference to a space. */
function trimmed(text: string, span: TurnSpan): TurnSpan {
  const startOffset = skipSpaces(text, span.startOffset, span.endOffset);
  return { ...span, startOffset, endOffset: trimEnd(text, startOffset, span.endOffset) };
}

/** Writes a text piece by piece from its beginning. An escape across the end of a piece stays as it is. */
class UnescapingWriter {
  length = 0;
  readonly #text: string;
  readonly #escapes: readonly Escape[];
  readonly #parts: string[] = [];
  #at = 0;
  #next = 0;

  constructor(text: string, escapes: readonly Escape[]) {
    this.#text = text;
    this.#escapes = escapes;
  }

  writeWords(end: number): void {
    this.#write(this.#take(end));
  }

  writeAround(end: number): void {
    const length = end - this.#at;
    this.#write(this.#take(end).padEnd(length));
  }

  text(): string {
    return this.#parts.join("");
  }

  #write(part: string): void {
    this.#parts.push(part);
    this.length += part.length;
  }

  #take(end: number): string {
    const start = this.#at;
    const inside: Escape[] = [];
    for (let escape = this.#escapes[this.#next]; escape !== undefined && escape.start < end;) {
      if (escape.start >= start && escape.end <= end)
        inside.push({ ...escape, start: escape.start - start, end: escape.end - start });
      escape = this.#escapes[++this.#next];
    }
    this.#at = end;
    return unescape(this.#text.slice(start, end), inside);
  }
}
