import { numberRuns } from "../analysis/index.ts";
import { turnsWithText } from "../model/index.ts";
import type { Occurrence, ResolutionStore, SearchedChunk, SoughtKey } from "../ports/index.ts";
import { MOST_WORDS } from "./name-form.ts";
import { isAcronym } from "./normalise.ts";
import { isNounAt } from "./noun-context.ts";
import { isEnglish, type TextWord, wordReader } from "./text-words.ts";

/** The keys with a stem that begins with a word, by stem. */
type NamesFrom = (word: string) => ReadonlyMap<string, readonly SoughtKey[]>;

/** Chunks whose words are looked up together. */
const CHUNKS_AT_ONCE = 50;

/**
 * Finds names of entities in chunks that do not mention the entity: the first occurrence in each chunk. The result depends on
 * the text, the names and the mentions alone. @returns how many chunks it processed.
 */
export function findOccurrences(store: ResolutionStore, limit: number): number {
  const read = wordReader();
  const names = new SoughtNames(store);
  const chunks = store.chunksToSearch(limit);
  for (let from = 0; from < chunks.length; from += CHUNKS_AT_ONCE) {
    const together = chunks.slice(from, from + CHUNKS_AT_ONCE).map((chunk) => {
      const turns = readTurns(chunk, read);
      return { chunk, turns, words: wordsOf(turns) };
    });
    names.look(together.flatMap(({ words }) => [...words]));
    for (const { chunk, turns, words } of together)
      store.putOccurrences(chunk.no, searchChunk(chunk, turns, names.from), words);
  }
  return chunks.length;
}

/** The names that are looked for, by the first words that were looked up. */
class SoughtNames {
  readonly #store: ResolutionStore;
  readonly #byFirst = new Map<string, Map<string, SoughtKey[]>>();

  constructor(store: ResolutionStore) {
    this.#store = store;
  }

  readonly from: NamesFrom = (word) => this.#byFirst.get(word) ?? NO_NAMES;

  look(words: readonly string[]): void {
    const unknown = [...new Set(words)].filter((word) => !this.#byFirst.has(word));
    for (const word of unknown) this.#byFirst.set(word, NO_NAMES);
    const byStem = Map.groupBy(this.#store.soughtKeys(unknown), ({ stem }) => stem);
    for (const [stem, keys] of byStem) {
      const [first = ""] = stem.split(" ", 1);
      const names = this.#byFirst.get(first) ?? NO_NAMES;
      if (names === NO_NAMES) this.#byFirst.set(first, new Map([[stem, keys]]));
      else names.set(stem, keys);
    }
  }
}

/** One map for all words without names. */
const NO_NAMES = new Map<string, SoughtKey[]>();

/** The words of a turn, with what decides whether a name is meant. */
interface ReadTurn {
  readonly text: string;
  /** Position of the text; canonical. */
  readonly startOffset: number;
  readonly words: readonly TextWord[];
  /** Whether its chunk is in English. */
  readonly isEnglish: boolean;
  /** Whether it is all in capitals. */
  readonly isCapital: boolean;
  /** Stems of names that have several senses in its transcript. */
  readonly ambiguous: ReadonlySet<string> | undefined;
}

function readTurns(
  { text, startOffset, turns, ambiguous }: SearchedChunk,
  read: ReturnType<typeof wordReader>,
): readonly ReadTurn[] {
  const said = turnsWithText({ text, startOffset, turns }).map((turn) => ({
    text: turn.text,
    startOffset: turn.startOffset,
    words: read(turn.text),
    isCapital: !/\p{Ll}/u.test(turn.text),
  }));
  const english = isEnglish(said.flatMap(({ words }) => words));
  return said.map((turn) => ({ ...turn, isEnglish: english, ambiguous }));
}

function wordsOf(turns: readonly ReadTurn[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const turn of turns)
    for (const { folded, stems } of turn.words) {
      words.add(folded);
      for (const stem of stems) words.add(stem);
    }
  return words;
}

function searchChunk(
  { turns, mentioned }: SearchedChunk,
  read: readonly ReadTurn[],
  namesFrom: NamesFrom,
): readonly Occurrence[] {
  const labels = new Set(turns.map(({ speaker }) => speaker));
  const found = new Map<number, Occurrence>();
  for (const turn of read)
    for (const { entity, start, end } of namesIn(turn, namesFrom)) {
      // Words that equal a label would be read as the speaker's own label.
      if (mentioned.has(entity) || found.has(entity) || labels.has(turn.text.slice(start, end))) continue;
      found.set(entity, { entity, startOffset: turn.startOffset + start, endOffset: turn.startOffset + end });
    }
  return [...found.values()];
}

interface NameInText {
  readonly entity: number;
  readonly start: number;
  readonly end: number;
}

/** At each word the longest name that begins there, in the singular or the plural. A name of two entities is left out. */
function namesIn(turn: ReadTurn, namesFrom: NamesFrom): readonly NameInText[] {
  const { words } = turn;
  const found: NameInText[] = [];
  for (let at = 0; at < words.length;) {
    const { keys, length } = longestAt(turn, at, namesFrom);
    at += length;
    if (keys.length === 0) continue;
    const said = words.slice(at - length, at);
    const exact = keys.filter(({ key }) => key === said.map((word) => word.folded).join(" "));
    const [entity, ...others] = new Set((exact.length > 0 ? exact : keys).map((key) => key.entity));
    if (entity !== undefined && others.length === 0)
      found.push({ entity, start: (said[0] as TextWord).start, end: (said.at(-1) as TextWord).end });
  }
  return found;
}

/** The characters between the words of one name. */
const WITHIN_NAME = /^[\s\-\u2010-\u2015'"\u2018\u2019\u201c\u201d/]{1,3}$/u;

interface LongestName {
  readonly keys: readonly SoughtKey[];
  /** In words. */
  readonly length: number;
}

const NO_NAME: LongestName = { keys: [], length: 1 };

/** The longest keys that a turn has at a word. */
function longestAt(turn: ReadTurn, at: number, namesFrom: NamesFrom): LongestName {
  const { text, words } = turn;
  const first = words[at] as TextWord;
  const names = namesFrom(first.folded);
  const stems = first.stems.filter((stem) => namesFrom(stem).has(stem));
  if (names.size === 0 && stems.length === 0) return NO_NAME;
  const single = stems.flatMap((stem) => namesFrom(stem).get(stem) ?? []).filter((key) => isMeant(key, turn, at, 1));
  let longest = single.length > 0 ? { keys: single, length: 1 } : NO_NAME;
  if (names.size === 0) return longest;
  let before = first.folded;
  for (let length = 2; length <= MOST_WORDS && at + length <= words.length; length += 1) {
    const [previous, last] = [words[at + length - 2] as TextWord, words[at + length - 1] as TextWord];
    if (!WITHIN_NAME.test(text.slice(previous.end, last.start))) break;
    const found = last.stems.flatMap((stem) => names.get(`${before} ${stem}`) ?? []);
    const meant = found.filter((key) => isMeant(key, turn, at, length));
    if (meant.length > 0) longest = { keys: meant, length };
    before = `${before} ${last.folded}`;
  }
  return longest;
}

/** Every word has a capital here. */
const SENTENCE_START = /(?:^|[.?!:\u2026]["'\u2019\u201d)\]]*)\s*$/u;
/** At least two capitals, and no small letter. */
const IN_CAPITALS = /^(?:\P{L}*\p{Lu}){2}\P{Ll}*$/u;
/** "he'll" is not "hell". */
const CONTRACTION = /['\u2019\u02bc](?:ll|d|re|ve|m|t)$/iu;

/** Whether words with the stem of a key mean its entity. */
function isMeant({ key, stem, as }: SoughtKey, turn: ReadTurn, at: number, length: number): boolean {
  const { text, words } = turn;
  if (turn.ambiguous?.has(stem) === true) return false;
  const [first, last] = [words[at] as TextWord, words[at + length - 1] as TextWord];
  const said = text.slice(first.start, last.end);
  const isProper = (): boolean => /^\p{Lu}/u.test(said) && !SENTENCE_START.test(text.slice(0, first.start));
  // "specifics" is not "specific", but "button" is "buttons".
  const isNoun = (): boolean =>
    turn.isEnglish && (last.folded === key || stem === key) && !CONTRACTION.test(said) && isNounAt(text, words, at);
  switch (as) {
    case "any":
      return !isNumber(first) || !isPartOfNumber(turn, at, length);
    case "noun":
      return isNoun();
    case "common-noun":
      return (turn.isCapital || !isProper()) && isNoun();
    case "capital":
      return isProper() && !IN_CAPITALS.test(said);
    case "capitals":
      return !turn.isCapital && isAcronym(said);
  }
}

/** Words in which a number may go on: "twelve Euro and uh fifty cents". */
const WORDS_AFTER = 3;

/** Whether words that begin with a number are part of a longer one. */
function isPartOfNumber({ text, words }: ReadTurn, at: number, length: number): boolean {
  const [before, last] = [words[at - 1], words[at + length - 1] as TextWord];
  if (before !== undefined && isNumber(before)) return true;
  const after = words.slice(at + length, at + length + WORDS_AFTER);
  return after.some((word) => isNumber(word) && !/[.?!:;,]/u.test(text.slice(last.end, word.start)));
}

function isNumber({ folded }: TextWord): boolean {
  return numberRuns([folded]).length > 0;
}
