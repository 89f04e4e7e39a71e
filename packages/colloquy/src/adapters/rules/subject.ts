import { CONDITION, type Clause, HYPOTHETICAL, NEGATION } from "./clause.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { MAX_NAME_TOKENS, type RelationEnd, beforeDeterminers, endOf, isLight } from "./relation-ends.ts";
import type { Token } from "./tokens.ts";
import { COMPLEMENT_VERBS } from "./triggers.ts";

export interface SubjectEnd extends RelationEnd {
  readonly isNegated: boolean;
  readonly isQuestion: boolean;
  readonly isHypothetical: boolean;
}

const PREPOSITION =
  /^(?:of|in|on|for|with|from|between|about|at|within|among|around|by|over|under|into|across|against|through|during)$/;

/**
 * The noun phrase that is the subject of the verb at `verb`, with the polarity of the clause; null if it is not clear.
 * `mayBeGerund`: whether "washing hands" is accepted.
 */
export function subjectBefore(clause: Clause, verb: number, mayBeGerund = false): SubjectEnd | null {
  const { tokens } = clause.sentence;
  const auxiliaries = skipAuxiliaries(tokens, verb - 1);
  if (auxiliaries === null) return null;
  let at = auxiliaries.at;
  const relative = tokens[at];
  if (relative !== undefined && /^(?:that|which|who)$/.test(relative.lower)) at -= 1;
  const nearest = clause.endingAt.get(at);
  if (nearest === undefined) return auxiliaries.isNegated ? null : sharedSubject(clause, verb, at);
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

/** "Sleep restores attention and | improves memory": the subject of a verb that is joined by "and" to a verb of its form. */
function sharedSubject(clause: Clause, verb: number, conjunction: number): SubjectEnd | null {
  const { tokens } = clause.sentence;
  if (!/^(?:and|but|or)$/.test(tokens[conjunction]?.lower ?? "") || conjunction !== verb - 1) return null;
  const form = inflection(tokens[verb]);
  for (let at = conjunction - 1; at > 0; at -= 1) {
    const token = tokens[at];
    if (token === undefined || token.tag === "SCONJ" || (token.tag === "PUNCT" && at < conjunction - 1)) return null;
    if (token.tag === "AUX" || token.lower === "to") return null;
    if (token.tag === "VERB" && !token.lower.endsWith("ing"))
      return inflection(token) === form && form !== "base" ? subjectBefore(clause, at) : null;
  }
  return null;
}

function inflection(token: Token | undefined): "base" | "present" | "past" {
  if (token === undefined || token.lower === token.lemma) return "base";
  return token.lower.endsWith("s") ? "present" : "past";
}

/** Goes back over auxiliaries, adverbs and negations; null at an infinitive without a governing verb. */
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
      // "helps reduce stress": the subject of "helps" is the subject.
    } else if (
      token.tag !== "AUX" &&
      !(token.tag === "ADV" && !/^(?:so|then|now|how|why|when|where)$/.test(token.lower))
    )
      break;
  }
  return { at, isNegated, isHypothetical };
}

/** Goes from the phrase next to the verb over its prepositions to the head: "the quality | of the audio | in rooms". */
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
    // "a range of services": the subject is "services".
    else if (isLight(tokens, governor)) break;
    phrase = governor;
  }
  const end = endOf(tokens, phrase, phrase.first, last);
  return end === null ? null : { end, outerFirst };
}

/** The polarity from the words before the subject; null if the subject is part of another construction. */
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
  // "I don't believe that stress helps": the clause is negated.
  const verb = before.lower === "that" ? at - 1 : at;
  const isDenied =
    COMPLEMENT_VERBS.has(tokens[verb]?.lemma ?? "") && /^(?:not|n't|never)$/.test(tokens[verb - 1]?.lower ?? "");
  if (isDenied) return { ...plain, isNegated: true };
  switch (before.tag) {
    case "VERB":
      return COMPLEMENT_VERBS.has(before.lemma) ? plain : null;
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

const GERUND_CONTEXT = { isNegated: false, isQuestion: false, isHypothetical: false };

/** "Washing hands | reduces infections": a gerund with its object is the subject at the start of a clause. */
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

/** The phrase that "and" joins to a subject with a plural verb, at the start of a clause; null if there is none. */
export function subjectConjunct(clause: Clause, subject: RelationEnd, verb: number): RelationEnd | null {
  const { tokens } = clause.sentence;
  const isPlural = tokens
    .slice(subject.last + 1, verb + 1)
    .every(({ tag, lower, lemma }) => !/^(?:AUX|VERB)$/.test(tag) || !lower.endsWith("s") || lower === lemma);
  if (
    tokens[verb]?.tag !== "VERB" ||
    verb < subject.last ||
    !isPlural ||
    /^(?:is|was)$/.test(tokens[verb]?.lower ?? "")
  )
    return null;
  const conjunction = beforeDeterminers(tokens, subject.phrase.outerFirst);
  if (tokens[conjunction]?.lower !== "and") return null;
  const phrase = clause.endingAt.get(conjunction - 1);
  if (phrase === undefined) return null;
  const before = tokens[beforeDeterminers(tokens, phrase.outerFirst)];
  const opens = before === undefined || /^(?:PUNCT|SCONJ)$/.test(before.tag) || COMPLEMENT_VERBS.has(before.lemma);
  return opens ? endOf(tokens, phrase, phrase.first, phrase.last) : null;
}
