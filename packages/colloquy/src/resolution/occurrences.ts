import { numberRuns } from "../analysis/index.ts";
import type { Occurrence, ResolutionStore, SearchedChunk, SoughtKey } from "../ports/index.ts";
import { MOST_WORDS } from "./name-form.ts";
import { isAcronym } from "./normalise.ts";
import { isNounAt } from "./noun-context.ts";
import { isEnglish, type TextWord, wordReader } from "./text-words.ts";

/** The keys with a stem that begins with a word, by stem. */
type NamesFrom = (word: string) => ReadonlyMap<string, readonly SoughtKey[]>;

/**
 * Finds names of entities in chunks that do not mention the entity: the first occurrence in each chunk. The result depends on
 * the text, the names and the mentions alone. @returns how many chunks it processed.
 */
export function findOccurrences(store: ResolutionStore, limit: number): number {
  const read = wordReader();
  const known = new Map<string, ReadonlyMap<string, readonly SoughtKey[]>>();
  const namesFrom: NamesFrom = (word) => {
    const remembered = known.get(word);
    if (remembered !== undefined) return remembered;
    const names = Map.groupBy(store.soughtKeys(word), ({ stem }) => stem);
    known.set(word, names);
    return names;
  };
  const chunks = store.chunksToSearch(limit);
  for (const chunk of chunks) {
    const turns = readTurns(chunk, read);
    store.putOccurrences(chunk.no, searchChunk(chunk, turns, namesFrom), wordsOf(turns));
  }
  return chunks.length;
}

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
}

function readTurns(
  { text, startOffset, turns }: SearchedChunk,
  read: ReturnType<typeof wordReader>,
): readonly ReadTurn[] {
  const said = turns.map((turn) => {
    const own = text.slice(turn.startOffset - startOffset, turn.endOffset - startOffset);
    return { text: own, startOffset: turn.startOffset, words: read(own), isCapital: !/\p{Ll}/u.test(own) };
  });
  const english = isEnglish(said.flatMap(({ words }) => words));
  return said.map((turn) => ({ ...turn, isEnglish: english }));
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
    const said = words.slice(at, at + length);
    const exact = keys.filter(({ key }) => key === said.map((word) => word.folded).join(" "));
    const [entity, ...others] = new Set((exact.length > 0 ? exact : keys).map((key) => key.entity));
    if (entity !== undefined && others.length === 0)
      found.push({ entity, start: (said[0] as TextWord).start, end: (said.at(-1) as TextWord).end });
    at += length;
  }
  return found;
}

/** The characters between the words of one name. */
const WITHIN_NAME = /^[\s\-\u2010-\u2015'"\u2018\u2019\u201c\u201d/]{1,3}$/u;

/** The longest keys that a turn has at a word, all of `length` words; no keys and one word if it has none. */
function longestAt(
  turn: ReadTurn,
  at: number,
  namesFrom: NamesFrom,
): { readonly keys: readonly SoughtKey[]; readonly length: number } {
  const { text, words } = turn;
  const first = words[at] as TextWord;
  let longest: { keys: readonly SoughtKey[]; length: number } = { keys: [], length: 1 };
  const single = first.stems.flatMap((stem) => namesFrom(stem).get(stem) ?? []);
  const keys = single.filter((key) => isMeant(key, turn, at, 1));
  if (keys.length > 0) longest = { keys, length: 1 };
  const names = namesFrom(first.folded);
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
