import { hasTitle } from "../analysis/index.ts";
import { type ChunkRow, type Evidence, placeKey } from "../model/index.ts";
import type { MentionInContext } from "../ports/index.ts";

const MOST_SHOWN = 100;
const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** The sentences of the first 100 mentions, each once, in their order. Speaker and times are of the mention. */
export function saidSentences(mentions: readonly MentionInContext[]): readonly Evidence[] {
  const sentences = new Map<string, Evidence>();
  for (const { mention, chunk } of mentions.slice(0, MOST_SHOWN)) {
    const sentence = chunk === null ? null : sentenceAround(mention.evidence, chunk);
    if (sentence === null) continue;
    const key = placeKey(sentence);
    if (!sentences.has(key)) sentences.set(key, sentence);
  }
  return [...sentences.values()];
}

/** Null for a mention in the label of a turn, which is not spoken. */
export function sentenceAround(mention: Evidence, { text, startOffset: from }: ChunkRow): Evidence | null {
  const [start, end] = [mention.startOffset - from, mention.endOffset - from];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const wordsStart = lineStart + lengthOfLabel(line, mention.speaker);
  if (start < wordsStart) return null;
  const words = text.slice(wordsStart, lineStart + line.length);
  for (const sentence of sentencesOf(words)) {
    const sentenceEnd = wordsStart + sentence.start + sentence.text.length;
    if (sentenceEnd < end) continue;
    const startOffset = from + wordsStart + sentence.start;
    return { ...mention, startOffset, endOffset: startOffset + sentence.text.length, text: sentence.text };
  }
  return null;
}

/** Also matches `**Ann** [00:12:40]:`, and a line with only the name and a time. */
function lengthOfLabel(line: string, speaker: string | null): number {
  if (speaker === null) return 0;
  const name = speaker.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const label = new RegExp(String.raw`^[^\p{L}]*${name}(?:[^\p{L}]*?:(?=[\s*]|$)\**|[^\p{L}]*$)`, "u");
  return label.exec(line)?.[0].length ?? 0;
}

/** Sentences without surrounding white space. A title such as "Dr." does not end a sentence. */
export function sentencesOf(words: string): readonly { readonly start: number; readonly text: string }[] {
  const sentences: { start: number; text: string }[] = [];
  for (const { index, segment } of SENTENCES.segment(words)) {
    const last = sentences.at(-1);
    if (last !== undefined && endsWithTitle(last.text)) last.text = words.slice(last.start, index + segment.length);
    else sentences.push({ start: index, text: segment });
  }
  return sentences.map(({ start, text }) => ({
    start: start + text.length - text.trimStart().length,
    text: text.trim(),
  }));
}

function endsWithTitle(sentence: string): boolean {
  const word = /\p{Lu}\p{L}*\.\s*$/u.exec(sentence)?.[0].trim();
  return word !== undefined && hasTitle(`${word} Name`);
}
