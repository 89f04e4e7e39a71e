import type { Occurrence } from "colloquy/api";

export interface MarkedSentence {
  readonly before: string;
  readonly words: string;
  readonly after: string;
}

/** The sentence of an occurrence, parted at the words that mention the entity. Words outside of it are not marked. */
export function markedSentence({ evidence, sentence }: Occurrence): MarkedSentence {
  const { text, startOffset } = sentence;
  const [start, end] = [evidence.startOffset - startOffset, evidence.endOffset - startOffset];
  if (start < 0 || end > text.length || start >= end) return { before: text, words: "", after: "" };
  return { before: text.slice(0, start), words: text.slice(start, end), after: text.slice(end) };
}
