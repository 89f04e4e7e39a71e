import {
  BARE_NOUNS,
  COMPOUND_HEADS,
  DAYTIMES,
  EMPTY_HEADS,
  GENERIC_ALONE,
  LIGHT_HEADS,
  MEASURES,
  NOUN_COMPOUND_HEADS,
  QUALITIES,
} from "./generic-nouns.ts";
import { type NounPhrase, isFormOfAddress, nameOf } from "./noun-phrases.ts";
import type { Token } from "./tokens.ts";

/** One end of a relation, on one side of its trigger. */
export interface RelationEnd {
  readonly name: string;
  readonly phrase: NounPhrase;
  /** Positions of the first and last token of the whole end, both included. */
  readonly first: number;
  readonly last: number;
}

/** Longer ends keep only their head phrase. */
export const MAX_NAME_TOKENS = 7;

/** The tokens from `first` to `last` around a phrase as an end of a relation; null if their meaning is too general. */
export function endOf(tokens: readonly Token[], phrase: NounPhrase, first: number, last: number): RelationEnd | null {
  if (isEmptyEnd(phrase) && !namesAsCompound(tokens, phrase)) return null;
  const end = last - first + 1 > MAX_NAME_TOKENS ? phrase.last : last;
  const start = first === phrase.first ? measuredFirst(tokens, phrase) : first;
  const whole = start === phrase.first ? phrase : measured(tokens, phrase, start);
  return { name: nameWithArticles(tokens, start, end, whole), phrase: whole, first: start, last: end };
}

/** Keeps modifiers that change the meaning of a relation: "short meetings" have other effects than meetings. */
function measuredFirst(tokens: readonly Token[], phrase: NounPhrase): number {
  if (phrase.isProper) return phrase.first;
  let first = phrase.first;
  const isTelling = (lower: string): boolean =>
    MEASURES.has(lower) || (QUALITIES.has(lower) && phrase.first === phrase.last && GENERIC_ALONE.has(phrase.head));
  while (first > phrase.outerFirst && isTelling(tokens[first - 1]?.lower ?? "")) first -= 1;
  if (/^(?:less|fewer)$/.test(tokens[first - 1]?.lower ?? "")) first -= 1;
  return first;
}

function measured(tokens: readonly Token[], phrase: NounPhrase, first: number): NounPhrase {
  return {
    ...phrase,
    outerFirst: Math.min(first, phrase.outerFirst),
    first,
    name: nameOf(tokens, first, phrase.last, false),
  };
}

/** "Screen time", "busy mornings": a head that names nothing alone, but something with its modifier. */
function namesAsCompound(tokens: readonly Token[], phrase: NounPhrase): boolean {
  if (phrase.isProper) return false;
  const before = tokens[phrase.outerFirst - 1];
  if (
    BARE_NOUNS.has(phrase.head) &&
    before?.tag !== "DET" &&
    before?.tag !== "PRON" &&
    phrase.last === phrase.outerFirst
  )
    return true;
  const first = measuredFirst(tokens, phrase);
  const modifier = tokens[phrase.last - 1];
  if (NOUN_COMPOUND_HEADS.has(phrase.head))
    return first < phrase.last && modifier?.tag === "NOUN" && !EMPTY_HEADS.has(modifier.lemma);
  if (!COMPOUND_HEADS.has(phrase.head)) return false;
  return (
    first < phrase.last &&
    tokens
      .slice(first, phrase.last)
      .some(({ lemma }) => !EMPTY_HEADS.has(lemma) || DAYTIMES.has(lemma) || BARE_NOUNS.has(lemma))
  );
}

/** A phrase as an end of a relation; null if its meaning is too general. */
export function namedEnd(phrase: NounPhrase): RelationEnd | null {
  return isEmptyEnd(phrase) ? null : endOfPhrase(phrase);
}

/** A phrase as an end of a relation, with any meaning. */
export function endOfPhrase(phrase: NounPhrase): RelationEnd {
  return { name: phrase.name, phrase, first: phrase.first, last: phrase.last };
}

function nameWithArticles(tokens: readonly Token[], first: number, last: number, phrase: NounPhrase): string {
  if (last === phrase.last) return phrase.name;
  return nameOf(tokens, first, last, phrase.isProper).replace(
    / of (?:the|a|an|our|your|their|its|my|his|her|this|these|those) /gi,
    " of ",
  );
}

/** Whether the meaning of a phrase is too general for an end of a relation. */
function isEmptyEnd(phrase: NounPhrase): boolean {
  if (phrase.isProper) return phrase.name.length < 2 || isFormOfAddress(phrase.name);
  return EMPTY_HEADS.has(phrase.head) || EMPTY_HEADS.has(phrase.name.toLowerCase());
}

/** Whether an end is one very general word. A relation between two such ends is useless. */
export function isGenericEnd(end: RelationEnd): boolean {
  return !end.phrase.isProper && end.first === end.last && GENERIC_ALONE.has(end.phrase.head);
}

/** "A wide range" of: is replaced by the phrase after it. */
export function isLight(tokens: readonly Token[], phrase: NounPhrase): boolean {
  return LIGHT_HEADS.has(phrase.head) && tokens.slice(phrase.first, phrase.last).every((token) => token.tag === "ADJ");
}

/** Whether a word may be between a preposition or verb and its noun phrase. */
export function isBeforeNoun(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (/^(?:my|your|his|her|its|our|their|no|all|both|each|every|any|some|this|these|those|such)$/.test(token.lower))
    return true;
  return (
    token.tag === "DET" ||
    token.tag === "NUM" ||
    (token.tag === "ADV" && /ly$|^(?:more|very|quite|really|much|so|too|also|only)$/.test(token.lower))
  );
}

/** The position before a phrase's determiners, numbers and possessives. */
export function beforeDeterminers(tokens: readonly Token[], first: number): number {
  let at = first - 1;
  while (at >= 0 && isBeforeNoun(tokens[at]) && !/^(?:that|which|what)$/.test(tokens[at]?.lower ?? "")) at -= 1;
  return at;
}
