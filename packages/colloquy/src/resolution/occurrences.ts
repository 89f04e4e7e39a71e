import type { Occurrence, ResolutionStore, SearchedChunk, SoughtKey } from "../ports/index.ts";
import { singular } from "./name-form.ts";
import { foldName, isAcronym } from "./normalise.ts";

type SoughtKeys = (word: string) => readonly SoughtKey[];

/**
 * Finds names of entities in chunks that do not mention the entity: the first occurrence in each chunk. The result depends on
 * the text, the names and the mentions alone. @returns how many chunks it processed.
 */
export function findOccurrences(store: ResolutionStore, limit: number): number {
  const known = new Map<string, readonly SoughtKey[]>();
  const keysFrom: SoughtKeys = (word) => {
    const keys = known.get(word) ?? store.soughtKeys(word);
    known.set(word, keys);
    return keys;
  };
  const chunks = store.chunksToSearch(limit);
  for (const chunk of chunks) {
    const { occurrences, words } = searchChunk(chunk, keysFrom);
    store.putOccurrences(chunk.no, occurrences, words);
  }
  return chunks.length;
}

function searchChunk({ text, startOffset, turns, mentioned, ambiguous }: SearchedChunk, keysFrom: SoughtKeys) {
  const telling: SoughtKeys = (word) => keysFrom(word).filter(({ stem }) => ambiguous?.has(stem) !== true);
  const labels = new Set(turns.map(({ speaker }) => speaker));
  const words = new Set<string>();
  const found = new Map<number, Occurrence>();
  for (const turn of turns) {
    const said = text.slice(turn.startOffset - startOffset, turn.endOffset - startOffset);
    const wordsOfTurn = textWords(said);
    for (const { folded } of wordsOfTurn) words.add(folded).add(singular(folded));
    for (const { entity, start, end } of namesIn(said, wordsOfTurn, telling)) {
      // Words that equal a label would be read as the speaker's own label.
      if (mentioned.has(entity) || found.has(entity) || labels.has(said.slice(start, end))) continue;
      found.set(entity, { entity, startOffset: turn.startOffset + start, endOffset: turn.startOffset + end });
    }
  }
  return { occurrences: [...found.values()], words };
}

/** A word of a text, folded as in keys of names. Positions in the text; end exclusive. */
interface TextWord {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** "T_V_", "U.K.", "don't", "C++": one word each. */
const WORD = /(?:\p{Lu}_)+s?|\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}+#&]+(?:['\u2019\u02bc]\p{L}+)*/gu;
const MOST_REMEMBERED = 50_000;
const foldedWords = new Map<string, string>();

function textWords(text: string): readonly TextWord[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    folded: folded(word),
    start: index,
    end: index + word.length,
  }));
}

function folded(word: string): string {
  const known = foldedWords.get(word);
  if (known !== undefined) return known;
  if (foldedWords.size >= MOST_REMEMBERED) foldedWords.clear();
  const form = foldName(word);
  foldedWords.set(word, form);
  return form;
}

interface NameInText {
  readonly entity: number;
  readonly start: number;
  readonly end: number;
}

/** At each word the longest name that begins there, in the singular or the plural. A name of two entities is left out. */
function namesIn(text: string, words: readonly TextWord[], keysFrom: SoughtKeys): readonly NameInText[] {
  const found: NameInText[] = [];
  for (let at = 0; at < words.length;) {
    const keys = longestAt(text, words, at, keysFrom);
    const length = keys[0]?.stem.split(" ").length ?? 1;
    const said = words.slice(at, at + length);
    const exact = keys.filter(({ key }) => key === said.map((word) => word.folded).join(" "));
    const [entity, ...others] = new Set((exact.length > 0 ? exact : keys).map((key) => key.entity));
    if (entity !== undefined && others.length === 0)
      found.push({ entity, start: (said[0] as TextWord).start, end: (said.at(-1) as TextWord).end });
    at += length;
  }
  return found;
}

/** The longest keys that a text has at a word, all of one length; empty if it has none. */
function longestAt(text: string, words: readonly TextWord[], at: number, keysFrom: SoughtKeys): readonly SoughtKey[] {
  const { folded: first } = words[at] as TextWord;
  const heads = new Set([first, singular(first)]);
  const present = [...heads].flatMap(keysFrom).filter((key) => isAt(key, text, words, at));
  const length = ({ stem }: SoughtKey): number => stem.split(" ").length;
  const most = present.reduce((longest, key) => Math.max(longest, length(key)), 0);
  return present.filter((key) => length(key) === most);
}

/** The characters between the words of one name. */
const WITHIN_NAME = /^[\s\-\u2010-\u2015'"\u2018\u2019\u201c\u201d/]{1,3}$/u;

/** Every word has a capital here. */
const SENTENCE_START = /(?:^|[.?!:…]["'\u2019\u201d)\]]*)\s*$/u;

/** Words after which a word is a verb: "we look", "to design", "it feels". */
const BEFORE_VERBS = new Set(
  (
    "i you he she it we they who to can could will would shall should may might must do does did dont doesnt didnt cant " +
    "couldnt wont wouldnt not lets let please id youd wed theyd ill youll theyll thatll never always just gonna gotta wanna"
  ).split(" "),
);

function isAt({ key, stem, as }: SoughtKey, text: string, words: readonly TextWord[], at: number): boolean {
  const parts = stem.split(" ");
  const said = words.slice(at, at + parts.length);
  const [first, last] = [said[0], said.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (said.length < parts.length || singular(last.folded) !== parts.at(-1)) return false;
  for (const [index, word] of said.slice(0, -1).entries()) {
    const next = said[index + 1] as TextWord;
    if (word.folded !== parts[index] || !WITHIN_NAME.test(text.slice(word.end, next.start))) return false;
  }
  switch (as) {
    case "any":
      return true;
    case "noun":
      // "specifics" is not "specific", but "button" is "buttons".
      return (last.folded === key || stem === key) && !BEFORE_VERBS.has(words[at - 1]?.folded ?? "");
    case "capital":
      return /^\p{Lu}/u.test(text.slice(first.start)) && !SENTENCE_START.test(text.slice(0, first.start));
    case "capitals":
      return isAcronym(text.slice(first.start, last.end));
  }
}
