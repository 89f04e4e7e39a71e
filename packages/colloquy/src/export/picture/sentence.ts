import type { ChunkRow, Evidence } from "../../model/index.ts";

const REACH = 240;

// The full stop of a title does not end a sentence.
const SENTENCE_SO_FAR = /(?:[^.!?\n]|\b(?:Dr|Mr|Mrs|Ms|Prof|St)\.)*$/;
const REST_OF_SENTENCE = /^[^.!?\n]*[.!?]?/;

/** The evidence with the sentence around it, as far as the sentence is in the chunk. Offsets are those of the sentence. */
export function inItsSentence(evidence: Evidence, chunk: ChunkRow | undefined): Evidence {
  if (chunk === undefined) return evidence;
  const from = evidence.startOffset - chunk.startOffset;
  const to = evidence.endOffset - chunk.startOffset;
  const before = SENTENCE_SO_FAR.exec(chunk.text.slice(Math.max(0, from - REACH), from))?.[0] ?? "";
  const after = REST_OF_SENTENCE.exec(chunk.text.slice(to, to + REACH))?.[0] ?? "";
  const start = from - withoutLabel(before, evidence.speaker).length;
  const end = to + after.trimEnd().length;
  return {
    ...evidence,
    text: chunk.text.slice(start, end),
    startOffset: chunk.startOffset + start,
    endOffset: chunk.startOffset + end,
  };
}

/** The text after the speaker's label and its marks: stars, time stamps, colons. */
function withoutLabel(before: string, speaker: string | null): string {
  const label = speaker === null ? -1 : before.lastIndexOf(speaker);
  if (label === -1 || speaker === null) return before.trimStart();
  return before.slice(label + speaker.length).replace(/^[\s*_:[\]().\d>-]+/, "");
}
