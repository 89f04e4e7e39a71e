import { analyse } from "../analysis/index.ts";
import type { Evidence } from "../model/index.ts";
import { matchedRarity, type Rarity, type RatedPassage, sentencesOf } from "../retrieval/index.ts";
import type { ContextSource } from "./context.ts";

/** The most sentences of an answer without a model, and the most characters of one. */
export const MOST_EXTRACTED = { sentences: 5, characters: 500 } as const;

/** How near the words of sources are to a question. */
export interface Nearness {
  /** Of the terms of the question. */
  readonly rarity: Rarity;
  /** The passages that the search rated by their meaning; empty without a model. */
  readonly passages: readonly RatedPassage[];
}

/**
 * Of the share of the question's rarity in a sentence and in its turn (0 to 1), of the meaning of its passages (in standard
 * deviations, as in a search), and of the better sentence beside it. Chosen on the gold questions; see docs/benchmarks.md.
 */
const WEIGHTS = { words: 10, turn: 2, meaning: 1, beside: 0.2 } as const;
/** A question answers nothing, a short sentence says little, and a turn around those that were found less often. */
const FACTORS = { question: 0.15, short: 0.5, around: 0.9 } as const;
const FEW_TERMS = 3;
/** A sentence with less than this share of the best score is left out. */
const LEAST_SHARE = 0.6;
/** Two sentences with this share of common terms say the same. */
const SAME = 0.7;

interface Candidate {
  readonly source: ContextSource;
  readonly evidence: Evidence;
  readonly terms: ReadonlySet<string>;
  readonly score: number;
}

/** The sentences of sources that are nearest to the terms of a question, the best first, and none twice. */
export function bestSentences(
  sources: readonly ContextSource[],
  terms: readonly string[],
  nearness: Nearness,
): readonly Evidence[] {
  const most = [...new Set(terms)].reduce((sum, term) => sum + nearness.rarity(term), 0);
  const wanted = new Set(terms);
  const share = (text: string): number =>
    most === 0 ? 0 : matchedRarity(text, (term) => (wanted.has(term) ? nearness.rarity(term) : 0)) / most;
  const scored = sources.flatMap((source) => {
    const ofTurn = WEIGHTS.turn * share(source.evidence.text);
    return candidatesIn(source, ({ evidence }) => {
      const meaning = WEIGHTS.meaning * meaningOf(evidence, nearness.passages);
      return WEIGHTS.words * share(evidence.text) + ofTurn + meaning;
    });
  });
  const candidates = scored
    .map((candidate, index): Candidate => {
      const beside = [scored[index - 1], scored[index + 1]].map((other) => lentTo(candidate, other));
      return { ...candidate, score: factorOf(candidate) * (candidate.score + Math.max(...beside)) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  return unlike(candidates).map(({ evidence }) => evidence);
}

/** Of passages without a word of the question: the longest sentence of what was found. */
export function longestSentences(sources: readonly ContextSource[]): readonly Evidence[] {
  const turns = sources.filter(({ isMatch }) => isMatch);
  return [...Map.groupBy(turns, ({ passage }) => passage).values()]
    .flatMap((passage) => {
      const candidates = passage.flatMap((source) => candidatesIn(source, ({ terms }) => terms.size));
      return candidates.toSorted((one, other) => other.score - one.score)[0]?.evidence ?? [];
    })
    .slice(0, MOST_EXTRACTED.sentences);
}

function candidatesIn(source: ContextSource, score: (sentence: Omit<Candidate, "score">) => number): Candidate[] {
  const turn = source.evidence;
  return sentencesOf(turn.text).flatMap(({ start, text }) => {
    if (text === "" || text.length > MOST_EXTRACTED.characters) return [];
    const startOffset = turn.startOffset + start;
    const evidence = { ...turn, startOffset, endOffset: startOffset + text.length, text };
    const sentence = { source, evidence, terms: new Set(analyse(text)) };
    return [{ ...sentence, score: score(sentence) }];
  });
}

/** The mean over the passages that a sentence is in, by the characters that they share. */
function meaningOf({ file, startOffset, endOffset }: Evidence, passages: readonly RatedPassage[]): number {
  let [sum, shared] = [0, 0];
  for (const passage of passages) {
    const common = Math.min(endOffset, passage.endOffset) - Math.max(startOffset, passage.startOffset);
    if (passage.file !== file || common <= 0) continue;
    sum += common * passage.above;
    shared += common;
  }
  return shared === 0 ? 0 : sum / shared;
}

/** What a sentence beside another one, in the same passage, lends to it: an answer often stands beside the words of the question. */
function lentTo({ source }: Candidate, other: Candidate | undefined): number {
  const isBeside = other !== undefined && source.passage !== null && other.source.passage === source.passage;
  return isBeside ? WEIGHTS.beside * other.score : 0;
}

function factorOf({ source, evidence, terms }: Candidate): number {
  const isFound = source.isMatch || source.kind === "claim";
  return (
    (evidence.text.endsWith("?") ? FACTORS.question : 1) *
    (terms.size < FEW_TERMS ? FACTORS.short : 1) *
    (isFound ? 1 : FACTORS.around)
  );
}

/** The best candidates of which no two say the same. @param candidates the best first. */
function unlike(candidates: readonly Candidate[]): readonly Candidate[] {
  const least = LEAST_SHARE * (candidates[0]?.score ?? 0);
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.score < least || chosen.length === MOST_EXTRACTED.sentences) break;
    if (!chosen.some((other) => isAlike(other, candidate))) chosen.push(candidate);
  }
  return chosen;
}

function isAlike({ evidence: one, terms }: Candidate, { evidence: other, terms: others }: Candidate): boolean {
  const isOverlapping =
    one.chunk === other.chunk && one.startOffset < other.endOffset && other.startOffset < one.endOffset;
  const common = [...terms].filter((term) => others.has(term)).length;
  return isOverlapping || common >= SAME * Math.max(1, Math.min(terms.size, others.size));
}
