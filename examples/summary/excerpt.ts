const SHORT_WORD = 4;
const SENTENCES = 4;

/** Approximate stems: the first letters of the longer words. */
function stems(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}]+/gu)]
    .map(([word]) => word)
    .filter((word) => word.length >= SHORT_WORD)
    .map((word) => word.slice(0, SHORT_WORD));
}

/** Consecutive sentences of a chunk that share the most words with a question, without stamps and labels. */
export function bestSentences(chunk: string, question: string): string {
  const wanted = new Set(stems(question));
  const sentences = chunk.replace(/^(\[[\d:.]+\]\s*)?(\p{Lu}[\p{L}.'-]*\s?){1,4}:\s/gmu, "").split(/(?<=[.!?])\s+/);
  const scores = sentences.map((sentence) => new Set(stems(sentence).filter((stem) => wanted.has(stem))).size);
  const sums = scores.map((_, from) => scores.slice(from, from + SENTENCES).reduce((sum, score) => sum + score, 0));
  const from = sums.indexOf(Math.max(...sums));
  const window = sentences.slice(from, from + SENTENCES);
  const first = Math.max(
    0,
    scores.slice(from, from + SENTENCES).findIndex((score) => score > 0),
  );
  return window.slice(first).join(" ");
}
