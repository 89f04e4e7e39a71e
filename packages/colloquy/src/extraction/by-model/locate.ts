import type { Span, TurnView } from "../../model/index.ts";
import { foldWords, groundingIn } from "../grounding.ts";
import { nameGroundingIn, SPEAKER_TYPE } from "../names/name-grounding.ts";
import { namedBeforeIn } from "../names/named-before.ts";
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
   * Whether the turn of a statement or of an antecedent has a word of a name. For a person, the speaker's label counts too.
   */
  isAbout(words: Span, name: string, type: string): boolean;
  /**
   * Whether the words themselves have a word of a name, in any form. For a person, the turn and its speaker's label count too.
   */
  hasWordOf(words: Span, name: string, type: string): boolean;
  /** The name, verbatim, in the nearest turn up to a statement, before the statement; null if it is not there. */
  nearestBefore(statement: Span, name: string): Span | null;
  /**
   * The spans of an end that a statement does not name, if an antecedent in the context names it (see `NamedBefore`): the
   * statement, then its whole turn. None otherwise.
   */
  byAntecedent(statement: Span, antecedents: readonly Span[], name: string, type: string): readonly Span[];
  /**
   * The spans of a name, the best first: the name within its evidence, then anywhere. If the name is not there verbatim: the
   * words of the evidence that the name is made of, then the whole evidence. None if the name has a word that the chunk does
   * not have (see `NameGrounding`), or if neither the name nor, in its turn, a word of it with the evidence is there: then the
   * name does not come from this chunk.
   */
  name(name: string, evidence: string, type: string): readonly Span[];
}

/** @param context the turns before the chunk */
export function locatorIn(view: readonly TurnView[], context: readonly TurnView[] = []): Locator {
  const groundAny = groundingIn(view);
  const groundWhole = groundingIn(view, true);
  // A model may cut the words off within the last one. A piece of one word proves nothing: it is in every text.
  const ground = (words: string): Span | null => (isOneWord(words) ? groundWhole : groundAny)(words);
  const names = nameGroundingIn(view);
  const labels = new Set(view.flatMap(({ speaker }) => (speaker === null ? [] : [foldWords(speaker)])));
  const evidence = (words: string): Span | null => {
    const span = ground(words);
    if (span !== null) return span;
    const bare = withoutLabel(words, labels);
    return bare === null ? null : ground(bare);
  };
  const groundBefore = groundingIn(context, true);
  const namesBefore = nameGroundingIn(context);
  const isNamedBefore = namedBeforeIn(context);
  return {
    statement: (words) => (isOneWord(words) ? null : evidence(words)),
    antecedent(words) {
      const span = evidence(words);
      if (span !== null) return span;
      const before = groundBefore(words);
      return before === null ? null : { ...before, turn: before.turn - context.length };
    },
    isAbout: ({ turn }, name, type) =>
      turn < 0 ? namesBefore.isSpokenOfIn(name, type, turn + context.length) : names.isSpokenOfIn(name, type, turn),
    hasWordOf(words, name, type) {
      if (type === SPEAKER_TYPE && words.turn >= 0) return names.isSpokenOfIn(name, type, words.turn);
      const { text = "" } = (words.turn < 0 ? context.at(words.turn) : view[words.turn]) ?? {};
      return names.rangeIn(name, type, text.slice(words.start, words.end)) !== null;
    },
    nearestBefore({ turn: last, start }, name) {
      for (let turn = last; turn >= 0; turn -= 1) {
        const { speaker = null, text = "" } = view[turn] ?? {};
        const said = [{ speaker, text: turn === last ? text.slice(0, start) : text }];
        const found = groundingIn(said, true)(name);
        if (found !== null) return { ...found, turn };
      }
      return null;
    },
    byAntecedent(statement, antecedents, name, type) {
      if (!isNamedBefore(antecedents, name, type)) return [];
      const { turn } = statement;
      return [statement, { turn, start: 0, end: view[turn]?.text.length ?? 0 }];
    },
    name(name, words, type) {
      const proof = evidence(words);
      const verbatim = within(proof, view, (text) => groundingIn(text, true)(name)) ?? groundWhole(name);
      if (verbatim !== null) return [verbatim];
      if (proof === null || !names.isMadeOf(name, type, proof.turn) || !names.isSpokenOfIn(name, type, proof.turn))
        return [];
      const ownWords = within(proof, view, ([turn]) => {
        const [start, end] = names.rangeIn(name, type, turn?.text ?? "") ?? [0, 0];
        return end > start ? { turn: 0, start, end } : null;
      });
      return ownWords === null ? [proof] : [ownWords, proof];
    },
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

/** Removes the speaker's label, which models copy along with the words. */
function withoutLabel(words: string, labels: ReadonlySet<string>): string | null {
  const [, label = "", bare = ""] = /^>?\s*([^:]{1,100}):\s*(.+)$/su.exec(words.trim()) ?? [];
  return labels.has(foldWords(label)) ? bare : null;
}
