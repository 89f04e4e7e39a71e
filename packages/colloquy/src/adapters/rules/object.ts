import type { Clause } from "./clause.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { type RelationEnd, endOf, isBeforeNoun, isLight } from "./relation-ends.ts";
import type { Token } from "./tokens.ts";

/** The noun phrase that starts at `at`, with the phrase after its "of". `mayBeSubject`: whether it may have a verb after it. */
export function objectAt(
  clause: Clause,
  at: number,
  mayBeSubject = false,
): (RelationEnd & { readonly isNegated: boolean }) | null {
  const { tokens } = clause.sentence;
  let isNegated = false;
  let start = at;
  while (start < tokens.length && isBeforeNoun(tokens[start])) {
    if (tokens[start]?.lower === "no") isNegated = true;
    start += 1;
  }
  let phrase = clause.startingAt.get(start);
  if (phrase === undefined) return null;
  let { last } = phrase;
  let { first } = phrase;
  while (tokens[last + 1]?.lower === "of") {
    let next = last + 2;
    while (isBeforeNoun(tokens[next])) next += 1;
    const inner = clause.startingAt.get(next);
    if (inner === undefined)
      return isLight(tokens, phrase)
        ? null
        : finish(clause, phrase, { first, last: phrase.last }, isNegated, mayBeSubject);
    if (isLight(tokens, phrase)) {
      phrase = inner;
      first = inner.first;
    }
    last = inner.last;
  }
  return finish(clause, phrase, { first, last }, isNegated, mayBeSubject);
}

function finish(
  clause: Clause,
  phrase: NounPhrase,
  { first, last }: { readonly first: number; readonly last: number },
  isNegated: boolean,
  mayBeSubject: boolean,
): (RelationEnd & { readonly isNegated: boolean }) | null {
  const { tokens } = clause.sentence;
  const next = tokens[last + 1];
  // The next token makes the object a clause: "people getting worse", "people to register".
  if (next !== undefined) {
    const isVerb = next.tag === "AUX" || (next.tag === "VERB" && !next.lower.endsWith("ed"));
    if (isVerb && !mayBeSubject) return null;
    if (next.lower === "to" && tokens[last + 2]?.tag === "VERB") return null;
    // The phrase continues after the part that the tagger joined: "emergency | financial relief".
    if (/^(?:NUM|ADJ|NOUN|PROPN)$/.test(next.tag)) return null;
    if (next.lower === "of") return null;
    // "Children | 's rights": the object is the noun after the possessive.
    if (/^'s?$/.test(next.lower) && next.tag !== "AUX" && next.tag !== "PUNCT") return null;
    if (next.lower === "from" && tokens[last + 2]?.lower.endsWith("ing") === true) return null;
    if (/^(?:who|that|which)$/.test(next.lower) && phrase.head === "people") return null;
  }
  const end = endOf(tokens, phrase, first, last);
  return end === null ? null : { ...end, isNegated };
}

/** The further phrases of a list after an object: "fatigue, stress and injuries". At most two. */
export function conjunctsAfter(clause: Clause, object: RelationEnd): RelationEnd[] {
  const { tokens } = clause.sentence;
  const found: RelationEnd[] = [];
  let isOpen = false;
  for (let last = object.last; found.length < 2;) {
    let at = last + 1;
    if (tokens[at]?.text === ",") at += 1;
    const isLast = /^(?:and|or)$/.test(tokens[at]?.lower ?? "");
    if (isLast) at += 1;
    if (at === last + 1) break;
    const next = objectAt(clause, at);
    if (next === null) break;
    found.push(next);
    isOpen = !isLast;
    if (isLast) return closesList(tokens[next.last + 1]) ? found : [];
    ({ last } = next);
  }
  // A list without an "and" may be the start of the next clause.
  return isOpen ? [] : found;
}

function closesList(next: Token | undefined): boolean {
  return (
    next === undefined || next.tag === "PUNCT" || next.tag === "ADP" || next.tag === "SCONJ" || next.tag === "CCONJ"
  );
}
