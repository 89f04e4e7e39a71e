import type { ItsFunction } from "wink-nlp";
import { readClauses } from "./clause-reading.ts";
import { correctTag, correctTokens } from "./corrections.ts";
import { nlp } from "./dictionary.ts";
import { joinHyphenated } from "./hyphens.ts";
import { tokenize } from "./tokenizer.ts";
import type { Sentence, Token } from "./tokens.ts";

/** Characters that the tagger gets at once, which limits its memory for turns of any length. */
const PIECE_CHARACTERS = 8_000;
/** A text without punctuation is cut here, so that rules stay local and linear. */
const MAX_SENTENCE_TOKENS = 90;

const { its } = nlp;

interface Piece {
  readonly turn: number;
  readonly start: number;
  readonly text: string;
}

/**
 * Splits masked turns into sentences of tagged tokens, in order. It works piece by piece, so that memory does not grow with
 * the length of a turn. Linear.
 */
export function* tagTurns(turns: readonly string[]): Generator<Sentence> {
  for (const group of groupPieces(turns)) yield* tagGroup(group);
}

/** Pieces of one turn, or of several short turns, with about `PIECE_CHARACTERS` together. Each is one call of the tagger. */
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
  const raw = group.flatMap((piece) => [...tokenize(piece.text)].map((token) => ({ ...token, piece })));
  if (raw.length === 0) return;
  const document = nlp.readDoc(raw.map((token) => token.shown).join(" "));
  const tokens = document.tokens();
  const values = tokens.out() as string[];
  const tags = tokens.out(its.pos as ItsFunction<string>) as string[];
  const lemmas = tokens.out(its.lemma as unknown as ItsFunction<string>) as string[];
  const lastTokens = new Set(
    (document.sentences().out(its.span) as unknown as [number, number][]).map(([, last]) => last),
  );

  let current: Token[] = [];
  let seen = 0;
  for (const [index, { text, shown, start, piece }] of raw.entries()) {
    const first = seen;
    // The tagger splits contractions such as "cannot". They stay one word here.
    for (let length = 0; length < shown.length && seen < values.length; seen += 1) length += values[seen]?.length ?? 0;
    const lemma = /^\p{L}/u.test(shown) && seen === first + 1 ? (lemmas[first] ?? text) : text;
    current.push(makeToken(text, tags[first] ?? "X", lemma, piece.start + start, current.at(-1)));
    const endsTurn = raw[index + 1]?.piece.turn !== piece.turn;
    if (endsTurn || lastTokens.has(seen - 1) || current.length >= MAX_SENTENCE_TOKENS) {
      yield makeSentence(piece.turn, current);
      current = [];
    }
  }
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
  // Closing marks belong to the sentence before them.
  const opening = tokens.findIndex((token) => !/^["')\],;.]$/.test(token.text));
  const joined = readClauses(joinHyphenated(correctTokens(opening > 0 ? tokens.slice(opening) : tokens)));
  return {
    turn,
    start: joined[0]?.start ?? 0,
    end: joined.at(-1)?.end ?? 0,
    tokens: joined,
    isQuestion: joined.slice(-2).some((token) => token.text.startsWith("?")),
  };
}
