import type { ItsFunction } from "wink-nlp";
import { correctTag, correctTokens } from "./corrections.ts";
import { nlp } from "./dictionary.ts";
import { joinHyphenated } from "./hyphens.ts";
import type { Sentence, Token } from "./tokens.ts";

/** Characters that the tagger is given at once: bounds its memory, whatever a turn's length. */
const PIECE_CHARACTERS = 8_000;
/** A "sentence" without punctuation is cut here, so that rules stay local and linear. */
const MAX_SENTENCE_TOKENS = 90;

const { its } = nlp;

/** Characters that the tagger may have left out between two tokens. */
const MAX_GAP = 40;

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
    // A token that is not in the text as it stands must not pull the others after it.
    if (at < 0 || text.slice(cursor, at).trim().length > MAX_GAP) continue;
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

function makeSentence(turn: number, tokens: readonly Token[]): Sentence {
  const joined = joinHyphenated(correctTokens(tokens));
  return {
    turn,
    start: joined[0]?.start ?? 0,
    end: joined.at(-1)?.end ?? 0,
    tokens: joined,
    isQuestion: joined.slice(-2).some((token) => token.text.startsWith("?")),
  };
}
