import { type Clause, NEGATION } from "./clause.ts";
import { isCommonWord } from "./dictionary.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { objectAt } from "./object.ts";
import { type RelationEnd, beforeDeterminers, namedEnd } from "./relation-ends.ts";
import { type StatedRelation, stated } from "./stated-relation.ts";
import { subjectBefore } from "./subject.ts";
import type { Sentence, Token } from "./tokens.ts";

const PART = /^(?:part|member|component)s?$/;

/** "Budgets are part of planning", "Norway is a member of the council". */
export function byPartOf(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (!PART.test(token.lower) || tokens[index + 1]?.lower !== "of") return null;
  let verb = index - 1;
  while (
    verb >= 0 &&
    /^(?:not|n't|one|a|an|key|important|integral|big|large|essential|vital|central|crucial|critical|natural|normal|major|core|ongoing|our|the)$/.test(
      tokens[verb]?.lower ?? "",
    )
  )
    verb -= 1;
  const be = tokens[verb];
  if (be === undefined || (be.lemma !== "be" && !/^'(?:s|re)$/.test(be.lower))) return null;
  const object = objectAt(clause, index + 2);
  const subject = object === null ? null : subjectBefore(clause, verb);
  if (subject === null || object === null) return null;
  const isDenied = tokens.slice(verb, index).some(({ lower }) => NEGATION.test(lower));
  return stated("IS_PART_OF", 0.7, { ...subject, isNegated: subject.isNegated || isDenied }, object);
}

/** "Devices such as phones", "devices, including phones", "countries like Chile", "workers, especially nurses". */
export function byExample(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  const isSuchAs = token.lower === "such" && tokens[index + 1]?.lower === "as";
  const isLike = token.lower === "like" && token.tag !== "VERB" && isNameAfter(tokens, index);
  const isEspecially = /^(?:especially|particularly|notably)$/.test(token.lower) && tokens[index - 1]?.text === ",";
  if (!isSuchAs && token.lower !== "including" && !isLike && !isEspecially) return null;
  const whole = clause.endingAt.get(tokens[index - 1]?.text === "," ? index - 2 : index - 1);
  const source = whole === undefined ? null : objectAt(clause, index + (isSuchAs ? 2 : 1));
  const target = whole === undefined ? null : namedEnd(whole);
  if (whole === undefined || source === null || target === null || !isPlural(clause, target)) return null;
  // "Support for students, especially mental health", "people like Ada": no membership, or not in the neighbouring noun.
  const before = tokens[beforeDeterminers(tokens, whole.outerFirst)];
  if ((isEspecially && before?.tag === "ADP") || (isLike && target.phrase.head === "people")) return null;
  return { type: "IS_A", confidence: 0.65, polarity: "stated", source, target };
}

/** Before a common noun, "like" may also mean a resemblance. */
function isNameAfter(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1]?.lower === "the" ? index + 2 : index + 1;
  return tokens[next]?.tag === "PROPN";
}

function isPlural(clause: Clause, end: RelationEnd): boolean {
  const head = clause.sentence.tokens[end.phrase.last];
  return head !== undefined && head.tag !== "PROPN" && (head.lower !== head.lemma || head.lower === "people");
}

/** "Noise and other distractions". */
export function byOther(clause: Clause, token: Token, index: number): StatedRelation | null {
  const { tokens } = clause.sentence;
  if (token.lower !== "other" || !/^(?:and|or)$/.test(tokens[index - 1]?.lower ?? "")) return null;
  const part = clause.endingAt.get(tokens[index - 2]?.text === "," ? index - 3 : index - 2);
  const source = part === undefined ? null : namedEnd(part);
  const target = objectAt(clause, index);
  if (source === null || target === null || !isPlural(clause, target)) return null;
  return { type: "IS_A", confidence: 0.65, polarity: "stated", source, target };
}

/** "A tool called Praat", "Praat, a tool for phoneticians,". */
export function byNaming(clause: Clause, token: Token, index: number): StatedRelation | null {
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
  return { type: "IS_A", confidence: 0.6, polarity: "stated", source, target };
}

/** "Estyn, an inspectorate, ...": a name at the start of a sentence may also be an address. */
function closesApposition({ tokens }: Sentence, before: NounPhrase, at: number): boolean {
  if (isCalledOut(tokens, before)) return false;
  const next = tokens[at];
  if (next?.text === ",") return true;
  if (before.outerFirst === 0 || isInOpening(tokens, before)) return false;
  return (
    next === undefined || /^[.;)]/.test(next.text) || next.tag === "ADP" || /^(?:who|which|that)$/.test(next.lower)
  );
}

/** "And in London, a boy who ...": an adverbial phrase before the subject. */
function isInOpening(tokens: readonly Token[], { outerFirst }: NounPhrase): boolean {
  const isVerb = ({ tag }: Token): boolean => tag === "VERB" || tag === "AUX";
  return tokens[beforeDeterminers(tokens, outerFirst)]?.tag === "ADP" && !tokens.slice(0, outerFirst).some(isVerb);
}

/** "You will have had, Cabinet Secretary, a letter": between a verb and its object. */
function isCalledOut(tokens: readonly Token[], { outerFirst }: NounPhrase): boolean {
  return tokens[outerFirst - 1]?.text === "," && tokens[outerFirst - 2]?.tag === "VERB";
}

/** "A tokamak is a reactor": only a plain statement, from the start of the sentence. */
export function byDefinition(clause: Clause, token: Token, index: number): StatedRelation | null {
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
  if (object === null || object.isNegated || !isKind(clause, object) || JUDGEMENT.test(subject.phrase.head))
    return null;
  if (isShare(tokens.slice(start, object.first))) return null;
  return isDefined(clause, subject, object) ? stated("IS_A", 0.6, subject, object) : null;
}

/** "A part of the plant", "a group of people": the noun after "of" is not the class of the subject. In "a kind of plant" it is. */
function isShare(before: readonly Token[]): boolean {
  return before.some(
    ({ lemma }, at) =>
      before[at + 1]?.lower === "of" && !/^(?:kind|sort|type|form|variety|example|piece|bit)$/.test(lemma),
  );
}

/** Longer sentences describe a thing and do not define it. For a common word, the limit is a few words. */
const MAX_DEFINITION_TOKENS = 30;
const MAX_PLAIN_DEFINITION_TOKENS = 10;

/** "A reactor", "a reactor that ...": a plain class, and not "a habit with no reward" or "a doorway". */
function isKind({ sentence }: Clause, object: RelationEnd): boolean {
  if (
    object.phrase.isProper ||
    PART.test(object.phrase.head) ||
    JUDGEMENT.test(object.phrase.head) ||
    METAPHOR.test(object.phrase.head)
  )
    return false;
  const next = sentence.tokens[object.last + 1];
  return next === undefined || next.tag === "PUNCT" || /^(?:that|which|who|used|made|in|and)$/.test(next.lower);
}

/** Names, compounds and rare words are defined. A common word is rather compared to something. */
function isDefined({ sentence }: Clause, subject: RelationEnd, object: RelationEnd): boolean {
  const isCompound = (end: RelationEnd): boolean => end.first < end.last;
  if (subject.phrase.isProper) return true;
  if (sentence.tokens.length > MAX_DEFINITION_TOKENS) return false;
  const before = sentence.tokens[subject.first - 1];
  const isParticular = before !== undefined && !/^(?:a|an)$/.test(before.lower) && before.tag === "DET";
  if (isParticular) return isCompound(subject) && isCompound(object);
  const isPlain =
    sentence.tokens.length <= MAX_PLAIN_DEFINITION_TOKENS &&
    (before === undefined || (subject.first === 1 && /^(?:a|an)$/.test(before.lower))) &&
    object.phrase.outerFirst === object.first;
  return isCompound(subject) || isPlain || !isCommonWord(subject.phrase.head);
}

/** Nouns that things are compared to. */
const METAPHOR =
  /^(?:habit|exit|door|doorway|window|bridge|mirror|wall|muscle|tank|gift|trap|tax|thief|bell|journey|game|magnet|promise|lie|myth|drug|weapon|killer|crutch|treat|contract|conversation|story|lever|pillar|backbone|cornerstone|foundation|skill|art|act|form|replacement|reward|rule|reminder|friend|enemy|partner|leader|creature|example|place|pool|poison|cure|prerequisite|precondition|driver|barrier|currency|bargain|battle|fight|race|marathon|language|object|person|priority)$/;

/** Nouns that describe a thing and are not its class. */
const JUDGEMENT =
  /^(?:problem|concern|priority|joy|challenge|issue|success|failure|nightmare|pleasure|shame|privilege|honour|joke|must|necessity|requirement|importance|interest|consideration|reality|disaster|mess|pain|pity|surprise|result|consequence|function|reason|cause|source|sign|reflection|indication|matter|responsibility|feature|advantage|disadvantage|benefit|risk|plus|key|bit|help|waste|focus|compromise|decision|question|topic|subject|factor|step|start|testament|mistake|approach|measure|trade-off|tradeoff|opportunity|bargain|luxury|hit|goal|aim|target|constraint|assumption|impact|effect|lot|difference|change|fear|hope|worry|option|choice|deal|position|allegation|attempt)$/;
