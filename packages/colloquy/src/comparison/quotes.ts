import { foldCase, type QuoteRow } from "../model/index.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { Differences, Overlap, QuoteExample } from "./comparison.ts";
import { best, textOrder } from "./best.ts";
import { overlapOf, overlapOfLists } from "./overlap.ts";

/** The compared parts of a quote. */
export interface Quote {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** See `normalisedWords`. */
  readonly words: string;
  readonly example: QuoteExample;
  /** Number of entities that the quote is about. */
  readonly about: number;
}

export async function readQuotes(graph: ComparedGraph): Promise<readonly Quote[]> {
  const quotes: Quote[] = [];
  for await (const rows of graph.rows("quote")) {
    for (const { text, about, evidence } of rows as readonly QuoteRow[]) {
      const { file, speaker, startMs, approximate, startOffset: start, endOffset: end } = evidence;
      const example = { text, file, speaker, startMs, ...(approximate === true ? { approximate } : {}) };
      quotes.push({ file, start, end, words: normalisedWords(text), example, about: about.length });
    }
  }
  return quotes.toSorted(byPosition);
}

/** Removes case and punctuation, and replaces all spacing by single spaces. */
function normalisedWords(text: string): string {
  return foldCase(text.normalize("NFKC"))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Compares two lists of quotes, sorted by file and offset.
 * @param files Files whose text is the same in both workspaces.
 */
export function compareQuotes(
  a: readonly Quote[],
  b: readonly Quote[],
  files: ReadonlySet<string>,
  examples: number,
): Differences<QuoteExample> & { readonly samePosition: Overlap; readonly sameWords: Overlap } {
  const matched = new Set<Quote>();
  for (const [one, other] of [...pairsByPosition(a, b, files), ...pairsByWords(a, b, files)]) {
    matched.add(one);
    matched.add(other);
  }
  const both = a.filter((quote) => matched.has(quote)).length;
  const only = (quotes: readonly Quote[]): readonly QuoteExample[] =>
    best(
      quotes.filter((quote) => !matched.has(quote)),
      examples,
      (one, other) => other.about - one.about || byPosition(one, other),
    ).map(({ example }) => example);
  return {
    samePosition: overlapOf(a.length, b.length, both),
    sameWords: overlapOfLists(
      a.map(({ words }) => words),
      b.map(({ words }) => words),
    ),
    onlyA: only(a),
    onlyB: only(b),
  };
}

/** Pairs overlapping quotes in one sweep over both lists. If two quotes do not overlap, the one that ends first is skipped. */
function* pairsByPosition(
  a: readonly Quote[],
  b: readonly Quote[],
  files: ReadonlySet<string>,
): Iterable<readonly [Quote, Quote]> {
  const [ofA, ofB] = [a, b].map((quotes) => quotes.filter(({ file }) => files.has(file))) as [Quote[], Quote[]];
  let [atA, atB] = [0, 0];
  for (;;) {
    const [one, other] = [ofA[atA], ofB[atB]];
    if (one === undefined || other === undefined) return;
    const order = textOrder(one.file, other.file);
    const isPair = order === 0 && overlaps(one, other);
    if (isPair) yield [one, other];
    if (isPair || order < 0 || (order === 0 && one.end <= other.end)) atA += 1;
    if (isPair || order > 0 || (order === 0 && other.end <= one.end)) atB += 1;
  }
}

/** Whether at least half of the shorter quote lies in the longer one. */
function overlaps(one: Quote, other: Quote): boolean {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return shared >= 0 && shared * 2 >= Math.min(one.end - one.start, other.end - other.start);
}

/** Pairs quotes with the same words, in files whose text differs. */
function* pairsByWords(
  a: readonly Quote[],
  b: readonly Quote[],
  files: ReadonlySet<string>,
): Iterable<readonly [Quote, Quote]> {
  const unpaired = new Map<string, Quote[]>();
  for (const quote of a) {
    if (files.has(quote.file)) continue;
    const same = unpaired.get(quote.words);
    if (same === undefined) unpaired.set(quote.words, [quote]);
    else same.push(quote);
  }
  for (const other of b) {
    const one = files.has(other.file) ? undefined : unpaired.get(other.words)?.shift();
    if (one !== undefined) yield [one, other];
  }
}

function byPosition(one: Quote, other: Quote): number {
  return textOrder(one.file, other.file) || one.start - other.start || one.end - other.end;
}
