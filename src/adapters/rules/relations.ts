import type { Polarity } from "../../model/index.ts";
import {
  type Clause,
  type RelationEnd,
  type SubjectEnd,
  conjunctsAfter,
  endOfPhrase,
  instrumentBefore,
  isGenericEnd,
  makeClause,
  namedEnd,
  objectAt,
  subjectBefore,
} from "./clause.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { NAME_VERBS, PARTICIPLES, TRIGGERS, type Trigger } from "./triggers.ts";
import type { Sentence, Token } from "./tokens.ts";

/** A relation with where its ends stand, before it is typed. */
export interface StatedRelation {
  readonly type: string;
  readonly source: RelationEnd;
  readonly target: RelationEnd;
  readonly polarity: Polarity;
  readonly confidence: number;
}

/** The relations that a sentence states, in the order of their triggers. */
export function statedRelations(sentence: Sentence, phrases: readonly NounPhrase[]): StatedRelation[] {
  const clause = makeClause(sentence, phrases);
  return sentence.tokens.flatMap((token, index) => relationsAt(clause, token, index)).filter(isWorthHaving);
}

function isWorthHaving({ source, target }: StatedRelation): boolean {
  return source.name.toLowerCase() !== target.name.toLowerCase() && !(isGenericEnd(source) && isGenericEnd(target));
}

type Rule = (clause: Clause, token: Token, index: number) => StatedRelation | null;

function relationsAt(clause: Clause, token: Token, index: number): StatedRelation[] {
  for (const rule of RULES) {
    const relation = rule(clause, token, index);
    if (relation !== null) return withConjuncts(clause, relation);
  }
  return [];
}

/** The same said of what the object is listed with. */
function withConjuncts(clause: Clause, relation: StatedRelation): StatedRelation[] {
  const isInverted = relation.source.first > relation.target.first;
  const object = isInverted ? relation.source : relation.target;
  return [
    relation,
    ...conjunctsAfter(clause, object).map((end) =>
      isInverted ? { ...relation, source: end } : { ...relation, target: end },
    ),
  ];
}

const RULES: readonly Rule[] = [
  byNameVerb,
  byVerb,
  byParticiple,
  byImpactNoun,
  byPartOf,
  byExample,
  byOther,
  byNaming,
  byNeed,
  byDefinition,
];

function stated(
  type: string,
  confidence: number,
  subject: SubjectEnd,
  object: RelationEnd & { readonly isNegated?: boolean },
  isInverted = false,
): StatedRelation {
  const isNegated = subject.isNegated || object.isNegated === true;
  const polarity = isNegated
    ? "negated"
    : subject.isQuestion
      ? "question"
      : subject.isHypothetical
        ? "hypothetical"
        : "stated";
  return { type, confidence, polarity, source: isInverted ? object : subject, target: isInverted ? subject : object };
}

/** "Stress affects sleep", "sleep is affected by stress". */
function byVerb(clause: Clause, token: Token, index: number): StatedRelation | null {
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
  if (/ing$/.test(token.lower) && !hasBe(tokens, index)) return null;
  const start = afterParticles(tokens, trigger, next);
  if (start === null) return null;
  const object = objectAt(clause, start);
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

function skipAdverbs(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.tag === "ADV" && /ly$|^(?:very|also|just|even|directly|straight)$/.test(tokens[at]?.lower ?? ""))
    at += 1;
  return at;
}

/** Whether a form of "be" or "get" stands before the verb, adverbs and negation aside. */
function hasBe(tokens: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (at >= 0 && (tokens[at]?.tag === "ADV" || /^(?:not|n't)$/.test(tokens[at]?.lower ?? ""))) at -= 1;
  const token = tokens[at];
  return token !== undefined && (/^(?:be|get)$/.test(token.lemma) || /^'(?:s|re|m)$/.test(token.lower));
}

/** "Fatigue is associated with shift work". */
function byParticiple(clause: Clause, token: Token, index: number): StatedRelation | null {
  const participle = PARTICIPLES.get(token.lower);
  const { tokens } = clause.sentence;
  if (participle === undefined || !participle.prepositions.includes(tokens[index + 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null ? null : subjectBefore(clause, index);
  return subject === null || object === null ? null : stated(participle.type, 0.65, subject, object);
}

/** "The impact of noise on accuracy", "noise has an impact on accuracy". */
function byImpactNoun(clause: Clause, token: Token, index: number): StatedRelation | null {
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

/** "Budgets are part of planning". */
function byPartOf(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lower !== "part" || tokens[index + 1]?.lower !== "of") return null;
  let verb = index - 1;
  while (
    verb >= 0 &&
    /^(?:a|an|key|important|integral|big|large|essential|vital|central|crucial|major|core)$/.test(
      tokens[verb]?.lower ?? "",
    )
  )
    verb -= 1;
  const be = tokens[verb];
  if (be === undefined || (be.lemma !== "be" && !/^'(?:s|re)$/.test(be.lower))) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null ? null : subjectBefore(clause, verb);
  return subject === null || object === null ? null : stated("IS_PART_OF", 0.7, subject, object);
}

/** "Devices such as phones", "devices, including phones". */
function byExample(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  const isSuchAs = token.lower === "such" && tokens[index + 1]?.lower === "as";
  if (!isSuchAs && token.lower !== "including") return null;
  const whole = clause.endingAt.get(tokens[index - 1]?.text === "," ? index - 2 : index - 1);
  const source = whole === undefined ? null : objectAt(clause, index + (isSuchAs ? 2 : 1));
  const target = whole === undefined ? null : namedEnd(whole);
  if (source === null || target === null || !isPlural(clause, target)) return null;
  return { type: "IS_PART_OF", confidence: 0.65, polarity: "stated", source, target };
}

function isPlural(clause: Clause, end: RelationEnd): boolean {
  const head = clause.sentence.tokens[end.phrase.last];
  return head !== undefined && head.tag !== "PROPN" && (head.lower !== head.lemma || head.lower === "people");
}

/** "Noise and other distractions". */
function byOther(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lower !== "other" || !/^(?:and|or)$/.test(tokens[index - 1]?.lower ?? "")) return null;
  const part = clause.endingAt.get(tokens[index - 2]?.text === "," ? index - 3 : index - 2);
  const source = part === undefined ? null : namedEnd(part);
  const target = objectAt(clause, index);
  if (source === null || target === null || !isPlural(clause, target)) return null;
  return { type: "IS_PART_OF", confidence: 0.65, polarity: "stated", source, target };
}

/** "A tool called Praat", "Praat, a tool for phoneticians,". */
function byNaming(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  const isCalled = /^(?:called|named)$/.test(token.lower);
  const isApposition = token.text === "," && /^an?$/.test(tokens[index + 1]?.lower ?? "");
  if (!isCalled && !isApposition) return null;
  const before = clause.endingAt.get(index - 1);
  const after = objectAt(clause, index + 1);
  if (before === undefined || after === null) return null;
  const [name, kind] = isCalled ? [after.phrase, before] : [before, after.phrase];
  const source = isCalled ? after : namedEnd(before);
  const target = isCalled ? namedEnd(before) : after;
  if (!name.isProper || kind.isProper || source === null || target === null || JUDGEMENT.test(kind.head)) return null;
  if (isApposition && !closesApposition(clause.sentence, before, after.last + 1)) return null;
  return { type: "IS_PART_OF", confidence: 0.6, polarity: "stated", source, target };
}

/** "Estyn, an inspectorate, ...": a name that opens the sentence may as well be called out to. */
function closesApposition({ tokens }: Sentence, before: NounPhrase, at: number): boolean {
  const next = tokens[at];
  if (next === undefined || /^[,.;)]/.test(next.text)) return before.outerFirst > 0 || next?.text === ",";
  return before.outerFirst > 0 && (next.tag === "ADP" || /^(?:who|which|that)$/.test(next.lower));
}

/** "Trust is essential for teamwork". */
function byNeed(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (!/^(?:essential|necessary|vital|crucial|critical|needed|required|fundamental)$/.test(token.lower)) return null;
  if (!/^(?:for|to)$/.test(tokens[index + 1]?.lower ?? "")) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null || !hasBe(tokens, index) ? null : subjectBefore(clause, index);
  return subject === null || object === null ? null : stated("REQUIRES", 0.65, subject, object, true);
}

/** "A tokamak is a reactor": only a plain statement, from the start of the sentence. */
function byDefinition(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (
    !/^(?:is|are)$/.test(token.lower) ||
    !/^(?:a|an|one)$/.test(tokens[index + 1]?.lower ?? "") ||
    clause.sentence.isQuestion
  )
    return null;
  if (tokens[index + 1]?.lower === "one" && tokens[index + 2]?.lower !== "of") return null;
  const start = tokens[index + 1]?.lower === "one" ? index + 3 : index + 2;
  const subject = subjectBefore(clause, index);
  if (subject === null || subject.isNegated || subject.isHypothetical) return null;
  const object = objectAt(clause, start);
  if (object === null || object.isNegated || JUDGEMENT.test(object.phrase.head) || JUDGEMENT.test(subject.phrase.head))
    return null;
  return stated("IS_PART_OF", 0.6, subject, object);
}

/** What is said of a thing rather than what the thing is. */
const JUDGEMENT =
  /^(?:problem|concern|priority|joy|challenge|issue|success|failure|nightmare|pleasure|shame|privilege|honour|joke|must|necessity|requirement|importance|interest|consideration|reality|disaster|mess|pain|pity|surprise|result|consequence|function|reason|cause|source|sign|reflection|indication|matter|responsibility|feature|advantage|disadvantage|benefit|risk|plus|key|bit|help|waste|focus|compromise|decision|question|topic|subject|factor|step|start|testament|mistake|approach|measure|trade-off|tradeoff|opportunity|bargain|luxury|hit|goal|aim|target|constraint|assumption|impact|effect|lot|difference|change|fear|hope|worry|option|choice|deal|position|allegation|attempt)$/;

/** "Northwind acquired Aurora": two proper names and what one did with the other. */
function byNameVerb(clause: Clause, token: Token, index: number): StatedRelation | null {
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
