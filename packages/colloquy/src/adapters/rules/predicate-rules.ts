import { type Clause, NEGATION } from "./clause.ts";
import { objectAt } from "./object.ts";
import { PEOPLE } from "./people.ts";
import { type StatedRelation, hasBe, skipAdverbs, stated } from "./stated-relation.ts";
import { subjectBefore } from "./subject.ts";
import type { Token } from "./tokens.ts";
import { NEED_WORDS } from "./triggers.ts";

/** "Trust is essential for teamwork", "sleep is a prerequisite of learning". */
export function byNeed(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (!NEED_WORDS.test(token.lower) || !/^(?:for|to|of)$/.test(tokens[index + 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 2);
  // "Is a prerequisite of": the verb is before the noun's article.
  const predicate = token.tag === "NOUN" ? beforeArticle(clause, index) : index;
  const subject = object === null || !hasBe(tokens, predicate) ? null : subjectBefore(clause, predicate);
  return subject === null || object === null ? null : stated("REQUIRES", 0.65, subject, object, true);
}

function beforeArticle(clause: Clause, noun: number): number {
  const first = clause.endingAt.get(noun)?.outerFirst ?? noun;
  return clause.sentence.tokens[first - 1]?.tag === "DET" ? first - 1 : first;
}

/** "Walking is good for the heart", "stress is bad for memory". Not for people, where it means little. */
export function byValue(clause: Clause, token: Token, index: number): StatedRelation | null {
  const isGood = /^(?:good|great|beneficial|helpful|healthy)$/.test(token.lower);
  if (!isGood && !/^(?:bad|terrible|harmful|detrimental|damaging)$/.test(token.lower)) return null;
  const { tokens } = clause.sentence;
  if (!/^(?:for|to)$/.test(tokens[index + 1]?.lower ?? "") || !hasBe(tokens, index)) return null;
  const object = objectAt(clause, index + 2);
  if (object === null || object.phrase.isProper || PEOPLE.test(object.phrase.head)) return null;
  const subject = subjectBefore(clause, index);
  return subject === null ? null : stated(isGood ? "OPTIMIZES" : "INFLUENCES", 0.65, subject, object);
}

/** "The bill is about privacy". */
export function byAbout(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lower !== "about" || !/^(?:is|are|was|were)$/.test(tokens[index - 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 1);
  const subject = object === null ? null : subjectBefore(clause, index);
  return subject === null || object === null ? null : stated("RELATES_TO", 0.6, subject, object);
}

/** "Sleep plays a role in learning". */
export function byRole(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lemma !== "role" || tokens[index + 1]?.lower !== "in") return null;
  const verb = beforeArticle(clause, index) - 1;
  if (tokens[verb]?.lemma !== "play") return null;
  const object = objectAt(clause, skipAdverbs(tokens, index + 2));
  const subject = object === null ? null : subjectBefore(clause, verb);
  return subject === null || object === null ? null : stated("INFLUENCES", 0.65, subject, object);
}

/** "A link between sleep and memory". */
export function byBetween(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lower !== "between" || !BONDS.test(tokens[index - 1]?.lemma ?? "")) return null;
  const source = objectAt(clause, index + 1);
  if (source === null || tokens[source.last + 1]?.lower !== "and") return null;
  const target = objectAt(clause, source.last + 2, true);
  if (target === null) return null;
  const isDenied = tokens.slice(Math.max(0, index - 4), index).some(({ lower }) => NEGATION.test(lower));
  const polarity = clause.sentence.isQuestion ? "question" : isDenied ? "negated" : "stated";
  return { type: "RELATES_TO", confidence: 0.65, polarity, source, target };
}

const BONDS =
  /^(?:link|relationship|relation|connection|correlation|association|interaction|tension|trade-off|tradeoff|partnership|agreement|collaboration|cooperation|co-operation|overlap)$/;
