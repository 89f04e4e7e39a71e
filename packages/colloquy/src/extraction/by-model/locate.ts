import type { Span, TurnView } from "../../model/index.ts";
import { foldWords, groundingIn } from "../grounding.ts";
import { nameGroundingIn } from "../names/name-grounding.ts";
import { wordsOf } from "../names/name-words.ts";
import { isUnspaced } from "../names/unspaced.ts";

/** Finds the texts of a model's reply in the chunk. */
export interface Locator {
  /**
   * The words of a statement in one turn; null if they are not there, or are a single word, which states nothing.
   */
  statement(words: string): Span | null;
  /** Words in one turn of the chunk, else of its context, whose turns have negative numbers; null if they are not there. */
  antecedent(words: string): Span | null;
  /**
   * The spans of a name, the best first: the name within its evidence, then anywhere. If the name is not there verbatim: the
   * words of the evidence that the name is made of, then the whole evidence. None if the name has a word that the chunk does
   * not have (see `NameGrounding`), or if neither the name nor, in its turn, a word of it with the evidence is there: then the
   * name does not come from this chunk.
   */
  name(name: string, evidence: string, type: string): readonly Span[];
}

/** @param context the turns before the chunk */
export function locatorIn(view: readonly TurnView[], context: readonly TurnView[]): Locator {
  const bare = withoutLabelsOf([...context, ...view]);
  const inChunk = evidenceIn(view);
  const evidence = (words: string): Span | null => firstOf(bare(words), inChunk);
  const inContext = groundingIn(context, true);
  const nameSpans = nameSpansIn(view);
  return {
    statement: (words) => (isOneWord(words) ? null : evidence(words)),
    antecedent(words) {
      const span = evidence(words);
      if (span !== null) return span;
      const before = firstOf(bare(words), inContext);
      return before === null ? null : { ...before, turn: before.turn - context.length };
    },
    name: (name, words, type) => nameSpans(name, type, evidence(words)),
  };
}

/** Finds evidence in a chunk. */
function evidenceIn(view: readonly TurnView[]): (words: string) => Span | null {
  const groundAny = groundingIn(view);
  const groundWhole = groundingIn(view, true);
  // A model may cut the words off within the last one. A piece of one word proves nothing: it is in every text.
  return (words) => (isOneWord(words) ? groundWhole : groundAny)(words);
}

/** Finds the spans of a name, as `Locator.name`. `proof`: the place of its evidence. */
function nameSpansIn(view: readonly TurnView[]): (name: string, type: string, proof: Span | null) => readonly Span[] {
  const names = nameGroundingIn(view);
  const groundWhole = groundingIn(view, true);
  return (name, type, proof) => {
    const verbatim = within(proof, view, (text) => groundingIn(text, true)(name)) ?? groundWhole(name);
    if (verbatim !== null) return [verbatim];
    if (proof === null || !names.isMadeOf(name, type, proof.turn) || !names.isSpokenOfIn(name, type, proof.turn))
      return [];
    const ownWords = within(proof, view, ([turn]) => {
      const [start, end] = names.rangeIn(name, type, turn?.text ?? "") ?? [0, 0];
      return end > start ? { turn: 0, start, end } : null;
    });
    return ownWords === null ? [proof] : [ownWords, proof];
  };
}

/** In scripts without spaces a word of one piece may be a sentence. */
function isOneWord(words: string): boolean {
  const [first, ...others] = wordsOf(words);
  return first !== undefined && others.length === 0 && !isUnspaced(first.folded);
}

/** A span that was found within the words of another, as a span of the turn. */
function within(
  place: Span | null,
  view: readonly TurnView[],
  find: (view: readonly TurnView[]) => Span | null,
): Span | null {
  if (place === null) return null;
  const { turn, start, end } = place;
  const found = find([{ speaker: null, text: view[turn]?.text.slice(start, end) ?? "" }]);
  return found === null ? null : { turn, start: start + found.start, end: start + found.end };
}

/**
 * The words as they are given, then without the mark and the speaker's label of a line of the prompt, which models copy along
 * with the words.
 */
function withoutLabelsOf(turns: readonly TurnView[]): (words: string) => readonly string[] {
  const labels = new Set(turns.flatMap(({ speaker }) => (speaker === null ? [] : [foldWords(speaker)])));
  return (words) => {
    const [, label = "", bare = ""] = /^[>|]?\s*([^:]{1,100}):\s*(.+)$/su.exec(words.trim()) ?? [];
    return labels.has(foldWords(label)) ? [words, bare] : [words];
  };
}

function firstOf(texts: readonly string[], find: (text: string) => Span | null): Span | null {
  for (const text of texts) {
    const span = find(text);
    if (span !== null) return span;
  }
  return null;
}
