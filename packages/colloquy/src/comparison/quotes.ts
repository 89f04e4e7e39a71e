import { foldCase, type QuoteRow } from "../model/index.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { Differences, Overlap, QuoteExample } from "./comparison.ts";
import { best, textOrder } from "./best.ts";
import { overlapOf, overlapOfLists } from "./overlap.ts";

/** A quote as it is compared. */
export interface Quote {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly example: QuoteExample;
  /** Of how many entities it speaks. */
  readonly about: number;
}

export async function readQuotes(graph: ComparedGraph): Promise<readonly Quote[]> {
  const quotes: Quote[] = [];
  for await (const rows of graph.rows("quote")) {
    for (const { text, about, evidence } of rows as readonly QuoteRow[]) {
      const { file, speaker, startMs, approximate, startOffset: start, endOffset: end } = evidence;
      const example = { text, file, speaker, startMs, ...(approximate === true ? { approximate } : {}) };
      quotes.push({ file, start, end, words: bareWords(text), example, about: about.length });
    }
  }
  return quotes.toSorted(placeOrder);
}

/** A text without case, punctuation and spacing. */
function bareWords(text: string): string {
  return foldCase(text.normalize("NFKC"))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/**
 * Compares quotes in the order of file and place.
 * @param files Those whose text is the same in both.
 */
export function compareQuotes(
  a: readonly Quote[],
  b: readonly Quote[],
  files: ReadonlySet<string>,
  examples: number,
): Differences<QuoteExample> & { readonly placed: Overlap; readonly worded: Overlap } {
  const matched = new Set<Quote>();
  for (const [one, other] of [...pairsByPlace(a, b, files), ...pairsByWords(a, b, files)]) {
    matched.add(one);
    matched.add(other);
  }
  const both = a.filter((quote) => matched.has(quote)).length;
  const only = (quotes: readonly Quote[]): readonly QuoteExample[] =>
    best(
      quotes.filter((quote) => !matched.has(quote)),
      examples,
      (one, other) => other.about - one.about || placeOrder(one, other),
    ).map(({ example }) => example);
  return {
    placed: overlapOf(a.length, b.length, both),
    worded: overlapOfLists(
      a.map(({ words }) => words),
      b.map(({ words }) => words),
    ),
    onlyA: only(a),
    onlyB: only(b),
  };
}

/** One sweep over both lists: of two quotes that are not the same place the one that ends first is passed over. */
function* pairsByPlace(
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
    const samePlace = order === 0 && overlaps(one, other);
    if (samePlace) yield [one, other];
    if (samePlace || order < 0 || (order === 0 && one.end <= other.end)) atA += 1;
    if (samePlace || order > 0 || (order === 0 && other.end <= one.end)) atB += 1;
  }
}

/** At least half of the shorter lies in the longer. */
function overlaps(one: Quote, other: Quote): boolean {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  return shared >= 0 && shared * 2 >= Math.min(one.end - one.start, other.end - other.start);
}

/** Where offsets mean nothing, the words must do. */
function* pairsByWords(
  a: readonly Quote[],
  b: readonly Quote[],
  files: ReadonlySet<string>,
): Iterable<readonly [Quote, Quote]> {
  const waiting = new Map<string, Quote[]>();
  for (const quote of a) {
    if (files.has(quote.file)) continue;
    const same = waiting.get(quote.words);
    if (same === undefined) waiting.set(quote.words, [quote]);
    else same.push(quote);
  }
  for (const other of b) {
    const one = files.has(other.file) ? undefined : waiting.get(other.words)?.shift();
    if (one !== undefined) yield [one, other];
  }
}

function placeOrder(one: Quote, other: Quote): number {
  return textOrder(one.file, other.file) || one.start - other.start || one.end - other.end;
}
