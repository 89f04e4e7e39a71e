import type { Span, TurnView } from "../../model/index.ts";
import { foldWords, groundingIn } from "../grounding.ts";
import { nameGroundingIn } from "../names/name-grounding.ts";
import { wordsOf } from "../names/name-words.ts";
import { isUnspaced } from "../names/unspaced.ts";

/** Finds what a model said of a passage in the passage itself. */
export interface Locator {
  /**
   * The words of one turn that were given as a statement; null where they do not stand there, or are a single word, which
   * states nothing.
   */
  statement(words: string): Span | null;
  /** Whether the turn of a statement, or its speaker's label for a person, has a word of a name. */
  isAbout(statement: Span, name: string, type: string): boolean;
  /**
   * Where a name is spoken of, the best place first: the name within its evidence, or anywhere; where it does not stand
   * verbatim, those words of the evidence that the name is made of, then the whole evidence. None where the name has a
   * word that the chunk has not (see `NameGrounding`), or where neither the name nor, in its turn, a word of it with the
   * evidence is there: then the name was not taken from there.
   */
  name(name: string, evidence: string, type: string): readonly Span[];
}

export function locatorIn(view: readonly TurnView[]): Locator {
  const groundAny = groundingIn(view);
  const groundWhole = groundingIn(view, true);
  // A model may cut the words off within the last one, but a piece of one word is in every text.
  const ground = (words: string): Span | null => (isOneWord(words) ? groundWhole : groundAny)(words);
  const names = nameGroundingIn(view);
  const labels = new Set(view.flatMap(({ speaker }) => (speaker === null ? [] : [foldWords(speaker)])));
  const evidence = (words: string): Span | null => {
    const span = ground(words);
    if (span !== null) return span;
    const bare = withoutLabel(words, labels);
    return bare === null ? null : ground(bare);
  };
  return {
    statement: (words) => (isOneWord(words) ? null : evidence(words)),
    isAbout: ({ turn }, name, type) => names.isSpokenOfIn(name, type, turn),
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

/** A place that was looked for in the words of another. */
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

/** Models copy the speaker's label along with the words. */
function withoutLabel(words: string, labels: ReadonlySet<string>): string | null {
  const [, label = "", bare = ""] = /^>?\s*([^:]{1,100}):\s*(.+)$/su.exec(words.trim()) ?? [];
  return labels.has(foldWords(label)) ? bare : null;
}
