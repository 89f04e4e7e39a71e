import { salience } from "../model/index.ts";

/** A term in a sentence. Sentences are numbered within the transcript. */
export interface Occurrence {
  readonly term: string;
  readonly sentence: number;
}

/** The position of a sentence. Two neighbouring sentences of one turn form a window. */
export interface SentencePosition {
  readonly chunk: number;
  readonly turn: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Two terms that occur together more often than by chance. */
export interface Cooccurrence {
  /** The smaller of the two terms. */
  readonly first: string;
  readonly second: string;
  /** Normalised pointwise mutual information, 0 to 1. */
  readonly npmi: number;
  /** The first sentences of the windows that contain both. */
  readonly sentences: readonly number[];
}

const MOST_TERMS = 80;
const FEWEST_WINDOWS = 3;
const LEAST_NPMI = 0.2;

/**
 * Terms that occur together within one conversation: normalised pointwise mutual information (Bouma 2009) over windows
 * of two sentences within a turn, among the 80 most salient terms, above 0.2 and in at least three windows. Each
 * conversation is judged alone, so that a new transcript does not change the facts of others.
 */
export function findCooccurrences(
  occurrences: readonly Occurrence[],
  sentences: readonly SentencePosition[],
  isSalient: (term: string, frequency: number) => boolean,
): Cooccurrence[] {
  const terms = salientTerms(occurrences, sentences, isSalient);
  const bySentence = new Map<number, Set<string>>();
  for (const { term, sentence } of occurrences) {
    if (!terms.has(term)) continue;
    const present = bySentence.get(sentence) ?? new Set();
    bySentence.set(sentence, present.add(term));
  }
  const { pairs, windowsOf } = countWindows(bySentence, sentences);
  const found: Cooccurrence[] = [];
  for (const [pair, starts] of pairs) {
    if (starts.length < FEWEST_WINDOWS) continue;
    const [first, second] = pair.split("\u0000") as [string, string];
    const npmi = normalisedInformation(
      starts.length,
      windowsOf.get(first) ?? 0,
      windowsOf.get(second) ?? 0,
      sentences.length,
    );
    if (npmi > LEAST_NPMI && !isNested(first, second)) found.push({ first, second, npmi, sentences: starts });
  }
  return found.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.second < b.second ? -1 : 1));
}

function salientTerms(
  occurrences: readonly Occurrence[],
  sentences: readonly SentencePosition[],
  isSalient: (term: string, frequency: number) => boolean,
): Set<string> {
  const statistics = new Map<string, { frequency: number; chunks: Set<number> }>();
  for (const { term, sentence } of occurrences) {
    const entry = statistics.get(term) ?? { frequency: 0, chunks: new Set<number>() };
    entry.frequency += 1;
    entry.chunks.add(sentences[sentence]?.chunk ?? -1);
    statistics.set(term, entry);
  }
  const ranked = [...statistics]
    .filter(([term, { frequency }]) => isSalient(term, frequency))
    .map(([term, { frequency, chunks }]) => ({ term, score: salience(term, frequency, chunks.size) }))
    .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1));
  return new Set(ranked.slice(0, MOST_TERMS).map(({ term }) => term));
}

function countWindows(bySentence: ReadonlyMap<number, ReadonlySet<string>>, sentences: readonly SentencePosition[]) {
  const pairs = new Map<string, number[]>();
  const windowsOf = new Map<string, number>();
  const nothing: ReadonlySet<string> = new Set();
  for (let start = 0; start < sentences.length; start++) {
    const here = bySentence.get(start) ?? nothing;
    const together =
      sentences[start]?.turn === sentences[start + 1]?.turn && sentences[start]?.chunk === sentences[start + 1]?.chunk;
    const next = together ? (bySentence.get(start + 1) ?? nothing) : nothing;
    const present = [...new Set([...here, ...next])].sort();
    for (const [index, first] of present.entries()) {
      windowsOf.set(first, (windowsOf.get(first) ?? 0) + 1);
      for (const second of present.slice(index + 1)) {
        if (!here.has(first) && !here.has(second)) continue;
        const key = `${first}\u0000${second}`;
        const starts = pairs.get(key);
        if (starts === undefined) pairs.set(key, [start]);
        else starts.push(start);
      }
    }
  }
  return { pairs, windowsOf };
}

function normalisedInformation(both: number, first: number, second: number, windows: number): number {
  const together = both / windows;
  if (together >= 1) return 0;
  return Math.log((both * windows) / (first * second)) / -Math.log(together);
}

/** "sleep" and "sleep debt" occur together because of their words. */
function isNested(first: string, second: string): boolean {
  return ` ${first} `.includes(` ${second} `) || ` ${second} `.includes(` ${first} `);
}
