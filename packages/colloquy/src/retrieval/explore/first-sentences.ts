import type { GraphReader, ReadOptions } from "../../ports/index.ts";
import type { TopicDetail } from "../entity-detail.ts";
import { sentenceAround } from "../said-sentences.ts";

/**
 * Gives each topic the sentence of its first mention instead of the words that mention it. A mention in the label of a turn
 * stays as it is. It takes one store call.
 */
export async function withFirstSentences(
  graph: GraphReader,
  topics: readonly TopicDetail[],
  options: ReadOptions,
): Promise<readonly TopicDetail[]> {
  const ids = [...new Set(topics.flatMap(({ evidence: [first] }) => first?.chunk ?? []))];
  if (ids.length === 0) return topics;
  const chunks = new Map((await graph.chunks(ids, options)).map((chunk) => [chunk.id, chunk]));
  return topics.map(({ evidence: [first, ...others], ...topic }) => {
    if (first === undefined) return { ...topic, evidence: [] };
    const chunk = chunks.get(first.chunk);
    const sentence = chunk === undefined ? null : sentenceAround(first, chunk);
    return { ...topic, evidence: [sentence ?? first, ...others] };
  });
}
