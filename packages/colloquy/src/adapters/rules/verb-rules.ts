import type { Clause } from "./clause.ts";
import { instrumentBefore } from "./instrument.ts";
import { objectAt } from "./object.ts";
import { PEOPLE } from "./people.ts";
import { endOfPhrase } from "./relation-ends.ts";
import { type StatedRelation, hasBe, skipAdverbs, stated } from "./stated-relation.ts";
import { subjectBefore } from "./subject.ts";
import type { Token } from "./tokens.ts";
import { NAME_VERBS, PARTICIPLES, TRIGGERS, type Trigger } from "./triggers.ts";

/** "Stress affects sleep", "sleep is affected by stress". */
export function byVerb(clause: Clause, token: Token, index: number): StatedRelation | null {
  if (token.tag !== "VERB" && token.tag !== "AUX") return null;
  const trigger = TRIGGERS.get(token.lemma)?.[0];
  if (trigger === undefined) return null;
  const { tokens } = clause.sentence;
  const isParticiple = token.lower !== token.lemma && !/(?:s|ing)$/.test(token.lower);
  const next = skipAdverbs(tokens, index + 1);
  // "Hurt" and "cut" are their own participles.
  const isPassive =
    tokens[next]?.lower === "by" && (isParticiple || (token.lower === token.lemma && hasBe(tokens, index)));
  if (isPassive)
    return trigger.particles.length > 0 || trigger.isInverted === true || FAVOURS.has(token.lemma)
      ? null
      : passive(clause, trigger, index, next + 1);
  if (isParticiple && hasBe(tokens, index)) return null;
  if (token.lower.endsWith("ing") && !hasBe(tokens, index)) return null;
  const start = afterParticles(tokens, trigger, next);
  if (start === null) return null;
  const object = objectAt(clause, start);
  if (object !== null && OTHER_SENSE.get(token.lemma)?.test(object.phrase.head) === true) return null;
  // "They included transport in the plan": the whole is the plan, not the subject.
  if (trigger.isInverted === true && object !== null && tokens[object.last + 1]?.lower === "in") return null;
  if (object !== null && FAVOURS.has(token.lemma) && (object.phrase.isProper || PEOPLE.test(object.phrase.head)))
    return null;
  const subject =
    object === null
      ? null
      : (subjectBefore(clause, index, true) ??
        (MEANS_TO.has(trigger.type) && !FAVOURS.has(token.lemma) ? instrumentBefore(clause, index) : null));
  if (subject === null || object === null) return null;
  // "People are benefiting from ...".
  if (token.lemma === "benefit" && (subject.phrase.isProper || PEOPLE.test(subject.phrase.head))) return null;
  return stated(trigger.type, trigger.confidence, subject, object, trigger.isInverted);
}

/** Objects with which a verb means something else: driving buses, raising questions, changing the subject. */
const OTHER_SENSE: ReadonlyMap<string, RegExp> = new Map([
  ["drive", /^(?:bus|car|truck|van|taxi|cab|lorry|tractor|plough|ambulance|train|tram|motorcycle|vehicle|home)$/],
  [
    "raise",
    /^(?:issue|question|concern|point|matter|topic|flag|hand|voice|eyebrow|objection|subject|case|problem|family|child|kid|son|daughter|money|fund|alarm|possibility|hope|petition|order)$/,
  ],
  ["support", /^(?:bill|motion|amendment|idea|proposal|proposition|view|decision|government|candidate|party|team)$/],
  ["change", /^(?:subject|topic|mind|name|battery|clothes|channel)$/],
  ["cut", /^(?:hair|ribbon|corner|grass|cake|tree|paper|wood)$/],
  ["lower", /^(?:head|hand|voice)$/],
]);

/** With things, these verbs state what enables them; with people and firms, who supports whom. */
const FAVOURS: ReadonlySet<string> = new Set(["support", "help"]);

/** Nouns for purposes of people. */
const MEANS_TO: ReadonlySet<string> = new Set(["REDUCES", "OPTIMIZES", "ENABLES", "INFLUENCES"]);

function passive(clause: Clause, trigger: Trigger, verb: number, start: number): StatedRelation | null {
  const object = objectAt(clause, start);
  const subject = object === null ? null : subjectBefore(clause, verb);
  return subject === null || object === null ? null : stated(trigger.type, trigger.confidence, subject, object, true);
}

function afterParticles(tokens: readonly Token[], trigger: Trigger, next: number): number | null {
  if (trigger.particles.length === 0) return next;
  return trigger.particles.includes(tokens[next]?.lower ?? "") ? next + 1 : null;
}

/** "Fatigue is associated with shift work". */
export function byParticiple(clause: Clause, token: Token, index: number): StatedRelation | null {
  const participle = PARTICIPLES.get(token.lower);
  const { tokens } = clause.sentence;
  if (participle === undefined || !participle.prepositions.includes(tokens[index + 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null ? null : subjectBefore(clause, index);
  return subject === null || object === null ? null : stated(participle.type, 0.65, subject, object);
}

/** "The impact of noise on accuracy", "noise has an impact on accuracy". */
export function byImpactNoun(clause: Clause, token: Token, index: number): StatedRelation | null {
  if (!/^(?:impact|effect|influence|consequence|implication)$/.test(token.lemma) || token.tag !== "NOUN") return null;
  const { tokens } = clause.sentence;
  if (tokens[index + 1]?.lower === "of") return impactOf(clause, index);
  const phrase = clause.endingAt.get(index);
  const preposition = skipAdverbs(tokens, index + 1);
  if (phrase === undefined || !/^(?:on|for)$/.test(tokens[preposition]?.lower ?? "")) return null;
  let verb = phrase.outerFirst - 1;
  while (verb > 0 && (tokens[verb]?.tag === "DET" || tokens[verb]?.tag === "ADV")) verb -= 1;
  const isNegated = tokens.slice(verb + 1, phrase.outerFirst).some((word) => word.lower === "no");
  if (tokens[verb]?.lemma !== "have") return null;
  const object = objectAt(clause, preposition + 1);
  const subject = object === null ? null : subjectBefore(clause, verb);
  return subject === null || object === null
    ? null
    : stated("INFLUENCES", 0.7, { ...subject, isNegated: subject.isNegated || isNegated }, object);
}

function impactOf(clause: Clause, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  const source = objectAt(clause, index + 2);
  if (source === null || tokens[source.last + 1]?.lower !== "on") return null;
  const target = objectAt(clause, source.last + 2, true);
  if (target === null) return null;
  const polarity = clause.sentence.isQuestion ? "question" : "stated";
  return { type: "INFLUENCES", confidence: 0.65, polarity, source, target };
}

/** "Northwind acquired Aurora": a verb between two proper names. */
export function byNameVerb(clause: Clause, token: Token, index: number): StatedRelation | null {
  const prepositions = NAME_VERBS.get(token.lower);
  const subject = clause.endingAt.get(index - 1);
  if (prepositions === undefined || subject?.isProper !== true || clause.sentence.isQuestion) return null;
  const { tokens } = clause.sentence;
  for (const preposition of prepositions) {
    const at = preposition === "" ? index + 1 : positionOf(tokens, preposition, index + 1);
    const object = at === null ? undefined : clause.startingAt.get(preposition === "" ? at : at + 1);
    if (object?.isProper !== true) continue;
    return {
      type: "RELATES_TO",
      confidence: 0.6,
      polarity: "stated",
      source: endOfPhrase(subject),
      target: endOfPhrase(object),
    };
  }
  return null;
}

/** A preposition right after the verb, or after one noun: "supplies parts to". */
function positionOf(tokens: readonly Token[], preposition: string, from: number): number | null {
  if (tokens[from]?.lower === preposition) return from;
  return preposition === "to" && tokens[from]?.tag === "NOUN" && tokens[from + 1]?.lower === "to" ? from + 1 : null;
}
