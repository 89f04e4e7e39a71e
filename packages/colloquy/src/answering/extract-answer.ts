import { analyse } from "../analysis/index.ts";
import { type Evidence, inLine } from "../model/index.ts";
import { opposedWords, speakerKey } from "./asked-contradictions.ts";
import { bestSentences, longestSentences, MOST_EXTRACTED, type Nearness } from "./best-sentences.ts";
import type { CheckedAnswer } from "./check-answer.ts";
import { CitationList } from "./citation-list.ts";
import type { AskContext, ContextEntity, ContextSource } from "./context.ts";

/**
 * The best sentences of a context, in the exact words of the transcripts: an answer without a model. The file with the best
 * sentence comes first. Within a file the sentences are in the order of speech. A question for contradictions gets pairs of
 * words. Another broad question gets words about the most discussed entities.
 */
export function extractAnswer(context: AskContext, nearness: Nearness): CheckedAnswer {
  const opposed = opposedWords(context);
  const isOpposed = context.asksForContradictions || opposed.length > 0;
  const chosen = isOpposed ? opposed : inOrderOfSpeech(chosenFrom(context, nearness));
  const citations = new CitationList();
  const answer = chosen.map((evidence) => ({ text: inLine(evidence.text), citations: [citations.numberOf(evidence)] }));
  const dropped = { uncited: 0, ungrounded: 0 };
  return { answer, citations: citations.all, answered: context.found && answer.length > 0, dropped };
}

/** The sentence that is nearest to a specific question; null without sources. A broad question has no words to be near to. */
export function nearestSentence({ kind, sources, query }: AskContext, nearness: Nearness): Evidence | null {
  if (kind === "broad") return null;
  return bestSentences(sources, analyse(query), nearness)[0] ?? longestSentences(sources)[0] ?? null;
}

function inOrderOfSpeech(chosen: readonly Evidence[]): readonly Evidence[] {
  const files = [...new Set(chosen.map(({ file }) => file))];
  return chosen.toSorted(
    (one, other) => files.indexOf(one.file) - files.indexOf(other.file) || one.startOffset - other.startOffset,
  );
}

function chosenFrom(context: AskContext, nearness: Nearness): readonly Evidence[] {
  if (context.kind === "broad") return wordsOfTopics(context);
  const { sources, terms } = askedOfSpeakers(context, analyse(context.query));
  const best = bestSentences(sources, terms, nearness);
  return best.length > 0 ? best : longestSentences(sources);
}

/**
 * Of a question that names speakers, only their words, and the terms without their names: who speaks about a person is no
 * answer to what the person says. All sources and terms if none of the named people speaks in them.
 */
function askedOfSpeakers(
  { sources, entities }: AskContext,
  terms: readonly string[],
): { readonly sources: readonly ContextSource[]; readonly terms: readonly string[] } {
  const names = entities.flatMap(({ type, names: own }) => (type === "Person" ? own : []));
  const keys = new Set(names.map(speakerKey));
  const spoken = sources.filter(({ evidence: { speaker } }) => speaker !== null && keys.has(speakerKey(speaker)));
  if (spoken.length === 0) return { sources, terms };
  const named = new Set(names.flatMap(analyse));
  const others = terms.filter((term) => !named.has(term));
  return { sources: spoken, terms: others.length === 0 ? terms : others };
}

/** One piece of evidence for each of the most discussed entities: of its summary, or else of a claim; then other claims. */
function wordsOfTopics({ sources, entities, summaries }: AskContext): readonly Evidence[] {
  const claims = sources.filter(({ statements }) => statements.length > 0);
  const wordsOf = ({ id, name }: ContextEntity): readonly ContextSource[] => {
    const cited = summaries.filter(({ entity }) => entity.id === id).flatMap(({ sentences }) => sentences);
    const summarised = cited.flatMap((sentence) => sentence.sources.flatMap((n) => sources[n - 1] ?? []));
    return [
      ...summarised,
      ...claims.filter(({ statements }) => statements.some((each) => ` ${each} `.includes(` ${name} `))),
    ];
  };
  const chosen = new Set<ContextSource>();
  for (const entity of entities) {
    const fresh = wordsOf(entity).find((source) => !chosen.has(source));
    if (fresh !== undefined) chosen.add(fresh);
  }
  for (const source of [...claims, ...sources]) chosen.add(source);
  return [...chosen].slice(0, MOST_EXTRACTED.sentences).map(({ evidence }) => evidence);
}
