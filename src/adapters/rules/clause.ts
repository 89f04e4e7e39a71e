import { EMPTY_HEADS, GENERIC_ALONE, LIGHT_HEADS } from "./generic-nouns.ts";
import { type NounPhrase, isFormOfAddress, nameOf } from "./noun-phrases.ts";
import { COMPLEMENT_VERBS } from "./triggers.ts";
import type { Sentence, Token } from "./tokens.ts";

/** What stands on one side of a trigger. */
export interface RelationEnd {
  readonly name: string;
  readonly phrase: NounPhrase;
  /** Positions of the first and last token of the whole end, both included. */
  readonly first: number;
  readonly last: number;
}

export interface SubjectEnd extends RelationEnd {
  readonly isNegated: boolean;
  readonly isQuestion: boolean;
  readonly isHypothetical: boolean;
}

/** A sentence with its noun phrases by where they start (as spoken) and where they end. */
export interface Clause {
  readonly sentence: Sentence;
  readonly startingAt: ReadonlyMap<number, NounPhrase>;
  readonly endingAt: ReadonlyMap<number, NounPhrase>;
}

export function makeClause(sentence: Sentence, phrases: readonly NounPhrase[]): Clause {
  return {
    sentence,
    startingAt: new Map(phrases.map((phrase) => [phrase.outerFirst, phrase])),
    endingAt: new Map(phrases.map((phrase) => [phrase.last, phrase])),
  };
}

const NEGATION = /^(?:not|n't|never|no|hardly|rarely|nor|neither|without|cannot)$/;
const HYPOTHETICAL = /^(?:would|could|might|may|should|'d|wouldn't|couldn't)$/;
const CONDITION = /^(?:if|unless|whether|suppose|supposing|imagine|assuming|maybe|perhaps|wonder|wondering)$/;
const PREPOSITION =
  /^(?:of|in|on|for|with|from|between|about|at|within|among|around|by|over|under|into|across|against|through|during)$/;
const MAX_NAME_TOKENS = 7;

/**
 * The noun phrase that is the subject of the verb at `verb`, with how the clause is put; null where it
 * is not plain. `mayBeGerund`: whether "washing hands" will do as one.
 */
export function subjectBefore(clause: Clause, verb: number, mayBeGerund = false): SubjectEnd | null {
  const { tokens } = clause.sentence;
  const auxiliaries = skipAuxiliaries(tokens, verb - 1);
  if (auxiliaries === null) return null;
  let at = auxiliaries.at;
  const relative = tokens[at];
  if (relative !== undefined && /^(?:that|which|who)$/.test(relative.lower)) at -= 1;
  const nearest = clause.endingAt.get(at);
  if (nearest === undefined) return null;
  const climbed = climb(clause, nearest);
  if (climbed === null) return null;
  const { end, outerFirst } = climbed;
  const gerund = mayBeGerund ? gerundBefore(clause, end) : null;
  const context = gerund === null ? contextOf(clause, outerFirst) : GERUND_CONTEXT;
  if (context === null) return null;
  return {
    ...(gerund ?? end),
    isNegated: auxiliaries.isNegated || context.isNegated,
    isQuestion: context.isQuestion || clause.sentence.isQuestion,
    isHypothetical: auxiliaries.isHypothetical || context.isHypothetical,
  };
}

const GERUND_CONTEXT = { isNegated: false, isQuestion: false, isHypothetical: false };

/** "Washing hands | reduces infections": what is done is the subject, where it opens the clause. */
function gerundBefore(clause: Clause, end: RelationEnd): RelationEnd | null {
  const { tokens } = clause.sentence;
  const at = beforeDeterminers(tokens, end.phrase.outerFirst);
  const gerund = tokens[at];
  if (
    gerund?.tag !== "VERB" ||
    !/.{2}ing$/.test(gerund.lower) ||
    /^(?:including|regarding|concerning|according|following|depending|considering)$/.test(gerund.lower) ||
    end.first !== end.phrase.first
  )
    return null;
  const before = tokens[at - 1];
  const opens =
    before === undefined || /^(?:PUNCT|SCONJ|CCONJ)$/.test(before.tag) || COMPLEMENT_VERBS.has(before.lemma);
  if (!opens || end.last - at > MAX_NAME_TOKENS) return null;
  const name = `${gerund.lower} ${end.name}`;
  return {
    name,
    first: at,
    last: end.last,
    phrase: { ...end.phrase, outerFirst: at, first: at, name, head: gerund.lower, isProper: false },
  };
}

/** "A plan to reduce stress", "we use filters to reduce noise": what the infinitive at `verb` is done with. */
export function instrumentBefore(clause: Clause, verb: number): SubjectEnd | null {
  const { tokens } = clause.sentence;
  if (tokens[verb - 1]?.lower !== "to") return null;
  const nearest = clause.endingAt.get(verb - 2);
  if (nearest === undefined) return null;
  const before = tokens[beforeDeterminers(tokens, nearest.outerFirst)];
  const isUsed = before?.lemma === "use" && before.tag === "VERB";
  if (!isUsed && !INSTRUMENT.test(nearest.head)) return null;
  const end = endOf(tokens, nearest, nearest.first, nearest.last);
  if (end === null) return null;
  const isHypothetical = tokens
    .slice(0, verb)
    .some((token) => CONDITION.test(token.lower) || HYPOTHETICAL.test(token.lower));
  const isNegated = tokens
    .slice(Math.max(0, nearest.outerFirst - 5), nearest.outerFirst)
    .some((token) => NEGATION.test(token.lower));
  return { ...end, isNegated, isQuestion: clause.sentence.isQuestion, isHypothetical };
}

const INSTRUMENT =
  /^(?:measure|plan|program|programme|tool|filter|strategy|policy|legislation|law|method|algorithm|technique|investment|funding|scheme|treatment|therapy|intervention|initiative|project|campaign|model|reform|regulation|technology|drug|vaccine|effort|subsidy|benefit|app|device|software|training|exercise)$/;

/** Back over auxiliaries, adverbs and negations; null at an infinitive that nothing likely governs. */
function skipAuxiliaries(
  tokens: readonly Token[],
  from: number,
): { at: number; isNegated: boolean; isHypothetical: boolean } | null {
  let isNegated = false;
  let isHypothetical = false;
  let at = from;
  for (; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (NEGATION.test(token.lower)) isNegated = true;
    else if (HYPOTHETICAL.test(token.lower)) isHypothetical = true;
    else if (token.lower === "to") {
      const governor = tokens[at - 1];
      if (
        governor === undefined ||
        !/^(?:likely|go|tend|seem|appear|continue|have|begin|start|expect|help)$/.test(governor.lemma)
      )
        return null;
      at -= 1;
    } else if (token.lemma === "help" && at < from + 1) {
      // "helps reduce stress": what helps is the subject.
    } else if (
      token.tag !== "AUX" &&
      !(token.tag === "ADV" && !/^(?:so|then|now|how|why|when|where)$/.test(token.lower))
    )
      break;
  }
  return { at, isNegated, isHypothetical };
}

/** From the phrase next to the verb up its prepositions to the head: "the quality | of the audio | in rooms". */
function climb(
  clause: Clause,
  nearest: NounPhrase,
): { readonly end: RelationEnd; /** Where the whole subject starts. */ readonly outerFirst: number } | null {
  const { tokens } = clause.sentence;
  let phrase = nearest;
  let last = nearest.last;
  let { outerFirst } = nearest;
  for (;;) {
    const preposition = beforeDeterminers(tokens, outerFirst);
    const word = tokens[preposition];
    if (word === undefined || !PREPOSITION.test(word.lower)) break;
    const governor = clause.endingAt.get(preposition - 1);
    if (governor === undefined) return null;
    ({ outerFirst } = governor);
    if (word.lower !== "of") last = governor.last;
    // "a range of services": what is talked about is services.
    else if (isLight(tokens, governor)) break;
    phrase = governor;
  }
  const end = endOf(tokens, phrase, phrase.first, last);
  return end === null ? null : { end, outerFirst };
}

/** The noun phrase that starts right at `at`, with what follows its "of"; `mayBeSubject`: a verb of its own may follow. */
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
  // What follows would make the object a clause of its own: "people getting worse", "people to register".
  if (next !== undefined) {
    const isVerb = next.tag === "AUX" || (next.tag === "VERB" && !/ed$/.test(next.lower));
    if (isVerb && !mayBeSubject) return null;
    if (next.lower === "to" && tokens[last + 2]?.tag === "VERB") return null;
    // The phrase goes on behind what the tagger could join: "emergency | financial relief".
    if (/^(?:NUM|ADJ|NOUN|PROPN)$/.test(next.tag)) return null;
    if (next.lower === "of") return null;
    if (next.lower === "from" && /ing$/.test(tokens[last + 2]?.lower ?? "")) return null;
    if (/^(?:who|that|which)$/.test(next.lower) && phrase.head === "people") return null;
  }
  const end = endOf(tokens, phrase, first, last);
  return end === null ? null : { ...end, isNegated };
}

/** The phrases that a list adds behind an object: "fatigue, stress and injuries". At most two. */
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

function endOf(tokens: readonly Token[], phrase: NounPhrase, first: number, last: number): RelationEnd | null {
  if (isEmptyEnd(phrase)) return null;
  const end = last - first + 1 > MAX_NAME_TOKENS ? phrase.last : last;
  return { name: nameWithArticles(tokens, first, end, phrase), phrase, first, last: end };
}

/** A phrase as an end of a relation; null where it names too little. */
export function namedEnd(phrase: NounPhrase): RelationEnd | null {
  return isEmptyEnd(phrase) ? null : endOfPhrase(phrase);
}

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

/** Whether a phrase names too little to be an end of a relation. */
function isEmptyEnd(phrase: NounPhrase): boolean {
  if (phrase.isProper) return phrase.name.length < 2 || isFormOfAddress(phrase.name);
  return EMPTY_HEADS.has(phrase.head) || EMPTY_HEADS.has(phrase.name.toLowerCase());
}

/** Whether an end is one word that could mean anything: two such ends make no relation worth having. */
export function isGenericEnd(end: RelationEnd): boolean {
  return !end.phrase.isProper && end.first === end.last && GENERIC_ALONE.has(end.phrase.head);
}

function isLight(tokens: readonly Token[], phrase: NounPhrase): boolean {
  return LIGHT_HEADS.has(phrase.head) && tokens.slice(phrase.first, phrase.last).every((token) => token.tag === "ADJ");
}

function isBeforeNoun(token: Token | undefined): boolean {
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
function beforeDeterminers(tokens: readonly Token[], first: number): number {
  let at = first - 1;
  while (at >= 0 && isBeforeNoun(tokens[at]) && !/^(?:that|which|what)$/.test(tokens[at]?.lower ?? "")) at -= 1;
  return at;
}

/** How the clause before the subject puts it; null where the subject is part of another construction. */
function contextOf(
  clause: Clause,
  start: number,
): { isNegated: boolean; isQuestion: boolean; isHypothetical: boolean } | null {
  const { tokens } = clause.sentence;
  const at = beforeDeterminers(tokens, start);
  const before = tokens[at];
  const isHypothetical = tokens.slice(0, start).some((token) => CONDITION.test(token.lower));
  const isNegated =
    tokens.slice(at + 1, start).some((token) => token.lower === "no") || /^(?:neither|nor)$/.test(before?.lower ?? "");
  const plain = { isNegated, isQuestion: false, isHypothetical };
  if (before === undefined) return plain;
  if (/^(?:what|which|whose|whatever|as|than|like|to|not)$/.test(before.lower)) return null;
  switch (before.tag) {
    case "VERB":
      // "I don't think stress helps": what is not thought is denied.
      return COMPLEMENT_VERBS.has(before.lemma)
        ? { ...plain, isNegated: isNegated || NEGATION.test(tokens[at - 1]?.lower ?? "") }
        : null;
    case "AUX":
      return clause.sentence.isQuestion && /^(?:do|does|did|can|could|will|would|should|may|might)$/.test(before.lower)
        ? { ...plain, isQuestion: true }
        : null;
    case "NOUN":
    case "PROPN":
    case "PRON":
    case "ADJ":
    case "ADP":
    case "PART":
    case "NUM":
      return /^(?:that|because|since|while|though|although)$/.test(before.lower) ? plain : null;
    default:
      return plain;
  }
}
