import model from "wink-eng-lite-web-model";
import winkNLP, { type ItsFunction } from "wink-nlp";
import { joinHyphenated } from "./hyphens.ts";
import { COMPLEMENT_VERBS, NAME_VERBS } from "./triggers.ts";
import type { Sentence, Token } from "./tokens.ts";

/** Characters that the tagger is given at once: bounds its memory, whatever a turn's length. */
const PIECE_CHARACTERS = 8_000;
/** A "sentence" without punctuation is cut here, so that rules stay local and linear. */
const MAX_SENTENCE_TOKENS = 90;

const nlp = winkNLP(model, ["sbd", "pos"]);
const { its } = nlp;
/** Ids below this one belong to the model's own dictionary. */
const FIRST_UNKNOWN_ID = wordId("qzxjvkw");
const MAX_REMEMBERED = 20_000;
const commonWords = new Map<string, CommonWord | null>();

interface CommonWord {
  readonly tag: string;
  readonly lemma: string;
}

interface Piece {
  readonly turn: number;
  readonly start: number;
  readonly text: string;
}

/**
 * Splits masked turns into sentences of tagged tokens, in order: a piece at a time, so that memory does
 * not grow with the length of a turn. Linear in it.
 */
export function* tagTurns(turns: readonly string[]): Generator<Sentence> {
  for (const group of groupPieces(turns)) yield* tagGroup(group);
}

/** Pieces of one turn or of several short ones, together of about `PIECE_CHARACTERS`: one call each. */
function* groupPieces(turns: readonly string[]): Generator<Piece[]> {
  let group: Piece[] = [];
  let size = 0;
  for (const [turn, text] of turns.entries()) {
    for (const piece of cutPieces(turn, text)) {
      if (group.length > 0 && size + piece.text.length > PIECE_CHARACTERS) {
        yield group;
        group = [];
        size = 0;
      }
      group.push(piece);
      size += piece.text.length + 1;
    }
  }
  if (group.length > 0) yield group;
}

function* cutPieces(turn: number, text: string): Generator<Piece> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + PIECE_CHARACTERS);
    if (end < text.length) {
      const space = text.lastIndexOf(" ", end);
      if (space > start) end = space + 1;
    }
    const piece = text.slice(start, end);
    if (/\S/.test(piece)) yield { turn, start, text: piece };
    start = end;
  }
}

function* tagGroup(group: readonly Piece[]): Generator<Sentence> {
  const text = group.map((piece) => piece.text).join("\n");
  const document = nlp.readDoc(text);
  const tokens = document.tokens();
  const values = tokens.out() as string[];
  const tags = tokens.out(its.pos as ItsFunction<string>) as string[];
  const lemmas = tokens.out(its.lemma as unknown as ItsFunction<string>) as string[];
  const lastTokens = new Set(
    (document.sentences().out(its.span) as unknown as [number, number][]).map(([, last]) => last),
  );

  const places = placesOf(group);
  let place = places.next().value;
  let cursor = 0;
  let current: Token[] = [];
  for (const [index, value] of values.entries()) {
    const at = text.indexOf(value, cursor);
    if (at < 0) continue;
    cursor = at + value.length;
    while (place !== undefined && at >= place.end) {
      if (current.length > 0) yield makeSentence(place.turn, current);
      current = [];
      place = places.next().value;
    }
    if (place === undefined) return;
    if (tags[index] !== "SPACE") {
      current.push(makeToken(value, tags[index] ?? "X", lemmas[index] ?? value, at + place.shift, current.at(-1)));
    }
    if (current.length > 0 && (lastTokens.has(index) || current.length >= MAX_SENTENCE_TOKENS)) {
      yield makeSentence(place.turn, current);
      current = [];
    }
  }
  if (current.length > 0 && place !== undefined) yield makeSentence(place.turn, current);
}

/** Where each piece ends in the joined text, and how far its turn's offsets are shifted. */
function* placesOf(group: readonly Piece[]): Generator<{ turn: number; end: number; shift: number }, undefined> {
  let start = 0;
  for (const piece of group) {
    const end = start + piece.text.length;
    yield { turn: piece.turn, end, shift: piece.start - start };
    start = end + 1;
  }
  return undefined;
}

function makeToken(text: string, tag: string, lemma: string, start: number, previous: Token | undefined): Token {
  const lower = text.toLowerCase();
  return {
    text,
    lower,
    lemma: lemma.toLowerCase(),
    tag: correctTag(lower, tag, previous),
    start,
    end: start + text.length,
  };
}

/** Where the tagger is known to be wrong about speech. */
function correctTag(lower: string, tag: string, previous: Token | undefined): string {
  if (lower === "'s" && previous !== undefined && /^(?:PRON|ADV|SCONJ)$/.test(previous.tag)) return "AUX";
  if (/^(?:gonna|gotta|wanna|dunno)$/.test(lower)) return "AUX";
  if (/^(?:okay|ok|yeah|yep|nope|hey|oh|wow|huh|please|thanks|alright|yay|bye|hi|hello|cool|sorry)$/.test(lower))
    return "INTJ";
  if (/^i'(?:m|ve|ll|d)$/.test(lower)) return "PRON";
  if (lower === "people") return "NOUN";
  if (lower === "cause" && previous?.text === "'") return "SCONJ";
  return tag;
}

function wordId(word: string): number {
  return Number(
    nlp
      .readDoc(word)
      .tokens()
      .itemAt(0)
      .out(its.uniqueId as unknown as ItsFunction<number>),
  );
}

/** A word as the dictionary has it; null for one that it does not have, or has as a name. */
function commonWord(lower: string): CommonWord | null {
  const known = commonWords.get(lower);
  if (known !== undefined) return known;
  const token = nlp.readDoc(lower).tokens().itemAt(0);
  const tag = token.out(its.pos as ItsFunction<string>);
  const lemma = token.out(its.lemma as unknown as ItsFunction<string>);
  const word = wordId(lower) >= FIRST_UNKNOWN_ID || tag === "PROPN" ? null : { tag, lemma };
  if (commonWords.size >= MAX_REMEMBERED) commonWords.clear();
  commonWords.set(lower, word);
  return word;
}

/** Whether the dictionary has a word, and not as a name. */
export function isCommonWord(lower: string): boolean {
  return commonWord(lower) !== null;
}

/** A capital at the start of a sentence makes no name of a common word. */
function untitle(token: Token, index: number, tokens: readonly Token[]): Token {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (token.tag !== "PROPN" || !/^\p{Lu}\p{Ll}+$/u.test(token.text)) return token;
  if (before !== undefined && !/^[.?!"'—:;(-]/.test(before.text)) return token;
  if (after !== undefined && /^\p{Lu}/u.test(after.text)) return token;
  return { ...token, ...commonWord(token.lower) };
}

/** Forms that are verbs where they stand between a noun and another. */
const PLURAL_OR_VERB = /^(?:causes|limits|impacts|influences|triggers|boosts|drives|needs)$/;

/** "Noise causes errors", "Northwind supplies parts": between two nouns the verb wins over the plural. */
function markVerb(token: Token, index: number, tokens: readonly Token[]): Token {
  const before = tokens[index - 1]?.tag;
  const after = tokens[index + 1];
  if (token.tag !== "NOUN" || !/^(?:NOUN|PROPN|ADJ|DET)$/.test(after?.tag ?? "")) return token;
  const isVerb =
    (before === "PROPN" && NAME_VERBS.has(token.lower)) ||
    (/^(?:NOUN|PROPN)$/.test(before ?? "") && PLURAL_OR_VERB.test(token.lower) && !hasVerbBefore(tokens, index));
  return isVerb ? { ...token, tag: "VERB" } : token;
}

/** Whether the clause has its verb already; one that a clause may follow ("I think ...") does not count. */
function hasVerbBefore(tokens: readonly Token[], index: number): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const { tag, lemma } = tokens[at] ?? { tag: "PUNCT", lemma: "" };
    if (/^(?:PUNCT|SCONJ)$/.test(tag)) return false;
    if (tag === "AUX" || tag === "VERB") return !COMPLEMENT_VERBS.has(lemma);
  }
  return false;
}

/** A word that breaks off before it is said in full is none: "an iff iffy one", "fifteen peo —". */
function markFragment(token: Token, index: number, tokens: readonly Token[]): Token {
  if (!/^(?:NOUN|PROPN|ADJ|VERB)$/.test(token.tag)) return token;
  const next = tokens[index + 1];
  const isStarted =
    token.lower.length <= 4 &&
    (next?.lower.length ?? 0) > token.lower.length &&
    next?.lower.startsWith(token.lower) === true;
  const isCut =
    next?.text === "—" && token.text.length <= 5 && token.text === token.lower && !isCommonWord(token.lower);
  return isStarted || isCut ? { ...token, tag: "X" } : token;
}

function makeSentence(turn: number, tokens: readonly Token[]): Sentence {
  const joined = joinHyphenated(tokens.map(markFragment).map(untitle).map(markVerb));
  return {
    turn,
    start: joined[0]?.start ?? 0,
    end: joined.at(-1)?.end ?? 0,
    tokens: joined,
    isQuestion: joined.slice(-2).some((token) => token.text.startsWith("?")),
  };
}
