import { numberRuns } from "../../analysis/index.ts";
import type { Span, TurnView } from "../../model/index.ts";
import { groundingIn } from "../grounding.ts";
import { isFunctionWord, isInCapitals, mayBeMissing, withoutMarks } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";
import { TurnWords } from "./turn-words.ts";

/** The type of speakers: resolution makes them entities of it. */
export const SPEAKER_TYPE = "Person";
/** At most this many words of a name may be one word in the chunk. */
const MOST_JOINED = 6;
const WHOLE_WORDS = true;
/** Short titles, which may precede the name of a person. */
const TITLES: ReadonlySet<string> = new Set(["dr", "prof", "mr", "mrs", "ms", "mx"]);
/** Acronyms of two letters match too many words by chance. */
const ACRONYM = /^(?=(?:[^\p{Lu}]*\p{Lu}){2})\p{Lu}[\p{Lu}\p{N}]{2,5}s?$/u;

/** Checks whether names are made of the words of one chunk. */
export interface NameGrounding {
  /**
   * Whether every content word of a name is in a turn or a speaker's label of the chunk, in some form. At least one must be in
   * a turn, unless the name is a person's. In the turn at the position `turn`, from which the name is taken, a word also
   * matches the words that are derived from it ("reduces" for "reduction"), and words in a row match their initials.
   */
  isMadeOf(name: string, type: string, turn: number): boolean;
  /** Whether a turn has a content word of the name. For a person, the speaker's label counts too. */
  isSpokenOfIn(name: string, type: string, turn: number): boolean;
  /** Whether words have a content word of the name, in any form. For a person, the speaker's label counts too. */
  isMentionedIn(name: string, type: string, words: Span): boolean;
  /**
   * Whether words have every content word of the name, at most in another inflection: "in control" does not name a remote
   * control, and "restores" does not name rest. For a person, the speaker's label counts too.
   */
  isNamedIn(name: string, type: string, words: Span): boolean;
  /** The span from the first to the last word of a text that is a word of the name; null if there is none. */
  rangeIn(name: string, type: string, text: string): readonly [start: number, end: number] | null;
}

export function nameGroundingIn(view: readonly TurnView[]): NameGrounding {
  const texts = once((turn: number) => new TurnWords(view[turn]?.text ?? ""));
  const verbatim = once((turn: number) => groundingIn(view.slice(turn, turn + 1), WHOLE_WORDS));
  const labels = once((label: string) => new TurnWords(label));
  const speakers = [...new Set(view.flatMap(({ speaker }) => speaker ?? []))];
  const turns = [...view.keys()];

  const labelOf = (turn: number, type: string): readonly TurnWords[] => {
    const { speaker = null } = view[turn] ?? {};
    return type === SPEAKER_TYPE && speaker !== null ? [labels(speaker)] : [];
  };
  const textOf = ({ turn, start, end }: Span): string => view[turn]?.text.slice(start, end) ?? "";

  return {
    isMadeOf(name, type, turn) {
      if (verbatim(turn)(name) !== null) return true;
      const words = contentWordsOf(name, type);
      const own = texts(turn);
      // For most names no other turn has to be read.
      if (areThere(words, [own], own)) return true;
      const said = turns.map(texts);
      return (
        areThere(words, [...said, ...speakers.map(labels)], own) && (type === SPEAKER_TYPE || areSome(words, said, own))
      );
    },
    isSpokenOfIn: (name, type, turn) =>
      areSome(contentWordsOf(name, type), [texts(turn), ...labelOf(turn, type)], texts(turn)),
    isMentionedIn(name, type, words) {
      const own = new TurnWords(textOf(words));
      return areSome(contentWordsOf(name, type), [own, ...labelOf(words.turn, type)], own);
    },
    isNamedIn(name, type, words) {
      const places = [new TurnWords(textOf(words)), ...labelOf(words.turn, type)];
      return areThere(contentWordsOf(name, type), places, NO_WORDS);
    },
    rangeIn(name, type, text) {
      const words = contentWordsOf(name, type);
      const found = wordsOf(text).filter((said) => {
        const alone = new TurnWords(said.written);
        return words.some((word) => alone.hasFamily(word));
      });
      const [first, last] = [found[0], found.at(-1)];
      return first === undefined || last === undefined ? null : [first.start, last.end];
    },
  };
}

/** The content words of a name; all its words if it has none. */
function contentWordsOf(name: string, type: string): readonly Word[] {
  const words = wordsOf(name);
  const isPerson = type === SPEAKER_TYPE;
  const content = words.filter((word) => !mayBeMissing(word, isPerson) && !(isPerson && TITLES.has(word.folded)));
  return content.length > 0 ? content : words;
}

/** In place of a turn whose derived words and initials count. */
const NO_WORDS = new TurnWords("");

function areSome(words: readonly Word[], places: readonly TurnWords[], turn: TurnWords): boolean {
  return words.some((_, at) => reachOf(words, at, places, turn) > 0);
}

function areThere(words: readonly Word[], places: readonly TurnWords[], turn: TurnWords): boolean {
  for (let at = 0; at < words.length;) {
    const reach = reachOf(words, at, places, turn);
    if (reach === 0) return false;
    at += reach;
  }
  return words.length > 0;
}

/** How many words of a name, from a position on, are in the chunk: one, or several as one number or compound; 0 if none is. */
function reachOf(words: readonly Word[], at: number, places: readonly TurnWords[], turn: TurnWords): number {
  const [word, ...others] = words.slice(at);
  if (word === undefined) return 0;
  // "US" is not the "us" of a sentence.
  if (isFunctionWord(word.folded) && isInCapitals(word.written))
    return places.some((place) => place.hasWritten(word)) || isAcronymOf(word, turn) ? 1 : 0;
  if (places.some((place) => place.has(word)) || turn.hasFamily(word) || isAcronymOf(word, turn)) return 1;
  const rest = [word, ...others];
  const number = numberRuns(rest.map(({ folded }) => folded)).find(({ start }) => start === 0);
  if (number !== undefined && places.some((place) => place.hasNumber(number.value))) return number.end;
  for (let length = Math.min(MOST_JOINED, rest.length); length > 1; length -= 1) {
    const joined = rest.slice(0, length);
    if (places.some((place) => place.hasJoined(joined))) return length;
  }
  return 0;
}

function isAcronymOf({ written, folded }: Word, turn: TurnWords): boolean {
  return ACRONYM.test(withoutMarks(written)) && turn.hasInitials(folded.replace(/s$/, ""));
}

/** Creates the value of a key once. */
function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
