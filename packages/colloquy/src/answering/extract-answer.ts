import { analyse, stripHonorifics } from "../analysis/index.ts";
import { type Evidence, foldCase, inLine } from "../model/index.ts";
import { type Rarity, sentencesOf } from "../retrieval/index.ts";
import type { CheckedAnswer } from "./check-answer.ts";
import { CitationList } from "./citation-list.ts";
import type { AskContext, ContextSource } from "./context.ts";

const MOST = { sentences: 5, characters: 500 } as const;
/** A sentence with less than this share of the best score is left out. */
const LEAST_SHARE = 0.4;
/** Two sentences with this share of common terms say the same. */
const SAME = 0.7;
/** A question answers nothing, and a short sentence says little. */
const WEIGHTS = { question: 0.15, short: 0.5, around: 0.7, others: 0.2 } as const;
const FEW_TERMS = 3;

interface Candidate {
  readonly evidence: Evidence;
  readonly terms: ReadonlySet<string>;
  readonly score: number;
}

/**
 * The best sentences of a context, in the exact words of the transcripts: an answer without a model. The file with the best
 * sentence comes first; in a file they are in the order of speech. A broad question gets the sides of contradictions, then the
 * claims.
 */
export function extractAnswer(context: AskContext, rarity: Rarity): CheckedAnswer {
  const chosen = chosenFrom(context, rarity);
  const files = [...new Set(chosen.map(({ file }) => file))];
  const citations = new CitationList();
  const answer = chosen
    .toSorted(
      (one, other) => files.indexOf(one.file) - files.indexOf(other.file) || one.startOffset - other.startOffset,
    )
    .map((evidence) => ({ text: inLine(evidence.text), citations: [citations.numberOf(evidence)] }));
  const dropped = { uncited: 0, ungrounded: 0 };
  return { answer, citations: citations.all, answered: context.found && answer.length > 0, dropped };
}

/** The sentence of a context that is nearest to the question; null without sources. */
export function nearestSentence({ sources, query }: AskContext, rarity: Rarity): Evidence | null {
  return bestSentences(sources, analyse(query), rarity)[0] ?? firstSentences(sources)[0] ?? null;
}

const CONTRADICTION = /^(?:disagre|differ|contradict|conflict|disput|debat|argu|oppos)/;

function chosenFrom(context: AskContext, rarity: Rarity): readonly Evidence[] {
  const { kind, query, contradictions } = context;
  const terms = analyse(query);
  if (kind === "specific") {
    const { sources, words } = askedOfSpeakers(context, terms);
    const best = bestSentences(sources, words, rarity);
    return best.length > 0 ? best : firstSentences(sources);
  }
  const { sources } = context;
  // Without a known contradiction, claims are no answer to the question who contradicts whom.
  const wanted = contradictions.length > 0 ? [] : terms.filter((term) => CONTRADICTION.test(term));
  return wanted.length === 0 ? bestClaims(context) : bestSentences(sources, wanted, rarity);
}

/**
 * Of a question that names speakers, only their words, and the terms without their names: who speaks about a person is no
 * answer to what the person says. All sources and terms if none of the named people speaks in them.
 */
function askedOfSpeakers(
  { sources, entities }: AskContext,
  terms: readonly string[],
): { readonly sources: readonly ContextSource[]; readonly words: readonly string[] } {
  const names = entities.flatMap(({ type, names: own }) => (type === "Person" ? own : []));
  const keys = new Set(names.map(speakerKey));
  const spoken = sources.filter(({ evidence: { speaker } }) => speaker !== null && keys.has(speakerKey(speaker)));
  if (spoken.length === 0) return { sources, words: terms };
  const named = new Set(names.flatMap(analyse));
  const words = terms.filter((term) => !named.has(term));
  return { sources: spoken, words: words.length === 0 ? terms : words };
}

function speakerKey(name: string): string {
  return foldCase(stripHonorifics(name));
}

function bestClaims({ sources, contradictions }: AskContext): readonly Evidence[] {
  const opposed = contradictions.flatMap((each) => each.sources).flatMap((n) => sources[n - 1] ?? []);
  const claims = sources.filter(({ statements }) => statements.length > 0);
  const ordered = [...opposed, ...claims, ...sources].map(({ evidence }) => evidence);
  return [...new Set(ordered)].slice(0, MOST.sentences);
}

function bestSentences(
  sources: readonly ContextSource[],
  terms: readonly string[],
  rarity: Rarity,
): readonly Evidence[] {
  const match = matcher(new Set(terms), rarity);
  const candidates = sources
    .flatMap((source) => candidatesIn(source, match))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  const least = LEAST_SHARE * (candidates[0]?.score ?? 0);
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (candidate.score < least || chosen.length === MOST.sentences) break;
    if (!chosen.some((other) => isAlike(other, candidate))) chosen.push(candidate);
  }
  return chosen.map(({ evidence }) => evidence);
}

/** Of passages without a word of the question, which were found by their meaning: the longest sentence of what was found. */
function firstSentences(sources: readonly ContextSource[]): readonly Evidence[] {
  const turns = sources.filter(({ isMatch }) => isMatch);
  return [...Map.groupBy(turns, ({ passage }) => passage).values()]
    .flatMap((passage) => {
      const candidates = passage.flatMap((source) => candidatesIn(source, (terms) => terms.size));
      return candidates.toSorted((one, other) => other.score - one.score)[0]?.evidence ?? [];
    })
    .slice(0, MOST.sentences);
}

/** How well words match the terms: by rare terms, and by how many of the terms they have. */
function matcher(wanted: ReadonlySet<string>, rarity: Rarity): (terms: ReadonlySet<string>) => number {
  return (terms) => {
    const found = [...wanted].filter((term) => terms.has(term));
    const weight = found.reduce((sum, term) => sum + rarity(term) ** 1.5, 0);
    return (weight * found.length) / Math.max(1, wanted.size);
  };
}

/** A sentence counts by its own words, and a little by the words of its turn; less if the search did not find the turn. */
function candidatesIn(
  { evidence: turn, kind, isMatch }: ContextSource,
  match: (terms: ReadonlySet<string>) => number,
): readonly Candidate[] {
  const around = match(new Set(analyse(turn.text)));
  return sentencesOf(turn.text).flatMap(({ start, text }) => {
    if (text === "" || text.length > MOST.characters) return [];
    const terms = new Set(analyse(text));
    const weight = (text.endsWith("?") ? WEIGHTS.question : 1) * (terms.size < FEW_TERMS ? WEIGHTS.short : 1);
    const score =
      weight * (isMatch || kind === "claim" ? 1 : WEIGHTS.around) * (match(terms) + WEIGHTS.others * around);
    const startOffset = turn.startOffset + start;
    return [{ evidence: { ...turn, startOffset, endOffset: startOffset + text.length, text }, terms, score }];
  });
}

function isAlike({ evidence: one, terms }: Candidate, { evidence: other, terms: others }: Candidate): boolean {
  const isOverlapping =
    one.chunk === other.chunk && one.startOffset < other.endOffset && other.startOffset < one.endOffset;
  const common = [...terms].filter((term) => others.has(term)).length;
  return isOverlapping || common >= SAME * Math.max(1, Math.min(terms.size, others.size));
}
