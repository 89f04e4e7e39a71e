import type { Clause } from "./clause.ts";
import { instrumentBefore } from "./instrument.ts";
import { objectAt } from "./object.ts";
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
  if (isParticiple && tokens[next]?.lower === "by")
    return trigger.particles.length > 0 || trigger.isInverted === true
      ? null
      : passive(clause, trigger, index, next + 1);
  if (isParticiple && hasBe(tokens, index)) return null;
  if (token.lower.endsWith("ing") && !hasBe(tokens, index)) return null;
  const start = afterParticles(tokens, trigger, next);
  if (start === null) return null;
  const object = objectAt(clause, start);
  if (token.lemma === "drive" && object !== null && VEHICLE.test(object.phrase.head)) return null;
  // "They included transport in the plan": the plan is the whole, and they are not.
  if (trigger.isInverted === true && object !== null && tokens[object.last + 1]?.lower === "in") return null;
  const subject =
    object === null
      ? null
      : (subjectBefore(clause, index, true) ?? (MEANS_TO.has(trigger.type) ? instrumentBefore(clause, index) : null));
  return subject === null || object === null
    ? null
    : stated(trigger.type, trigger.confidence, subject, object, trigger.isInverted);
}

/** What is driven on roads. */
const VEHICLE = /^(?:bus|car|truck|van|taxi|cab|lorry|tractor|plough|ambulance|train|tram|motorcycle|vehicle|home)$/;

/** What people do things for. */
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

/** "Trust is essential for teamwork". */
export function byNeed(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (!/^(?:essential|necessary|vital|crucial|critical|needed|required|fundamental)$/.test(token.lower)) return null;
  if (!/^(?:for|to)$/.test(tokens[index + 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null || !hasBe(tokens, index) ? null : subjectBefore(clause, index);
  return subject === null || object === null ? null : stated("REQUIRES", 0.65, subject, object, true);
}

/** "The impact of noise on accuracy", "noise has an impact on accuracy". */
export function byImpactNoun(clause: Clause, token: Token, index: number): StatedRelation | null {
  if (!/^(?:impact|effect|influence)$/.test(token.lemma) || token.tag !== "NOUN") return null;
  const { tokens } = clause.sentence;
  if (tokens[index + 1]?.lower === "of") return impactOf(clause, index);
  const phrase = clause.endingAt.get(index);
  const preposition = skipAdverbs(tokens, index + 1);
  if (phrase === undefined || tokens[preposition]?.lower !== "on") return null;
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

/** "Northwind acquired Aurora": two proper names and what one did with the other. */
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

/** A preposition right after the verb, or behind one noun: "supplies parts to". */
function positionOf(tokens: readonly Token[], preposition: string, from: number): number | null {
  if (tokens[from]?.lower === preposition) return from;
  return preposition === "to" && tokens[from]?.tag === "NOUN" && tokens[from + 1]?.lower === "to" ? from + 1 : null;
}
