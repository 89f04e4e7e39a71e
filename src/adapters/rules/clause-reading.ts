import { commonWord } from "./dictionary.ts";
import { typeOfWord } from "./names.ts";
import type { Token } from "./tokens.ts";
import { COMPLEMENT_VERBS, NEED_WORDS, PARTICIPLES, TRIGGERS } from "./triggers.ts";

/**
 * The tokens of a sentence with verbs and nouns around triggers told apart by their places: the tagger,
 * trained on long sentences, takes "Puberty delays sleep." for three nouns and "Running reduces anxiety."
 * for two verbs. A form stays what the tagger made of it wherever a clause can be read with that.
 */
export function readClauses(tokens: readonly Token[]): Token[] {
  const read = [...tokens];
  for (let at = 1; at + 1 < read.length; at += 1) if (isHiddenPassive(read, at)) readPassive(read, at);
  for (let at = 1; at + 1 < read.length; at += 1) if (isHiddenVerb(read, at)) retag(read, at, "VERB");
  for (let at = 0; at < read.length; at += 1) {
    if (isFiniteTrigger(read, at)) readSubject(read, at);
    const object = objectPlace(read, at);
    if (object !== null) readObject(read, object);
  }
  return read;
}

/** "Is shaped by": an adjective with an agent is a passive. */
function isHiddenPassive(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "ADJ" && tokens[at + 1]?.lower === "by" && triggerOf(token.lower) !== null;
}

function readPassive(read: Token[], at: number): void {
  const token = read[at];
  const lemma = triggerOf(token?.lower ?? "");
  if (token !== undefined && lemma !== null) read[at] = { ...token, tag: "VERB", lemma };
}

/** The trigger of which a word is the participle: "shaped", "weakened". */
function triggerOf(participle: string): string | null {
  if (!participle.endsWith("ed")) return null;
  return [participle.slice(0, -1), participle.slice(0, -2)].find((lemma) => TRIGGERS.has(lemma)) ?? null;
}

function retag(read: Token[], at: number, tag: string): void {
  const token = read[at];
  if (token === undefined) return;
  // A gerund is a thing of its own, and not its verb.
  const lemma = tag === "NOUN" && token.lower.endsWith("ing") ? token.lower : token.lemma;
  read[at] = { ...token, tag, lemma };
}

const BOUNDARY =
  /^(?:that|which|who|whom|whose|what|when|where|while|because|since|if|unless|although|though|until|how|why)$/;
const POSSESSIVE = /^(?:my|your|his|her|its|our|their)$/;
const COMPARATIVE = /^(?:later|earlier|longer|shorter|early|late|slower|faster|less|more|fewer)$/;

function isBoundary(token: Token): boolean {
  return (
    (token.tag === "PUNCT" && !/^['"]$/.test(token.text)) ||
    token.tag === "SCONJ" ||
    token.tag === "INTJ" ||
    BOUNDARY.test(token.lower)
  );
}

/** Where the clause of a token starts: behind a mark, a conjunction or a verb that a clause may follow. */
function clauseStart(tokens: readonly Token[], at: number): number {
  let start = at;
  for (; start > 0; start -= 1) {
    const before = tokens[start - 1];
    if (before === undefined || isBoundary(before) || isQuestioning(tokens, start - 1)) break;
    if (before.tag === "VERB" && COMPLEMENT_VERBS.has(before.lemma)) break;
    if (before.tag === "CCONJ" && tokens[start - 2]?.tag === "PUNCT") break;
  }
  return start;
}

/** The "does" of "does screen time reduce ...". */
function isQuestioning(tokens: readonly Token[], at: number): boolean {
  return at === 0 && /^(?:do|does|did|can|could|will|would|should|may|might)$/.test(tokens[0]?.lower ?? "");
}

function clauseEnd(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  for (let token = tokens[end]; token !== undefined && !isBoundary(token); token = tokens[end]) end += 1;
  return end;
}

function isFinite(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.tag === "AUX") return true;
  return token?.tag === "VERB" && !token.lower.endsWith("ing") && tokens[at - 1]?.lower !== "to";
}

/** Forms that are nouns too often, or whose relation says too little, to be made verbs against the tagger. */
const RATHER_NOUNS = /^(?:call|cut|use|focus|deal|cover|address|contain|order|curb)$/;
/** "Exam results in Wales": what has results. */
const HAS_RESULTS =
  /^(?:test|exam|examination|search|survey|lab|study|election|end|school|gcse|assessment|evaluation|trial|poll|performance)$/;

/** "Puberty | delays | sleep", "rates | increase | unemployment": a noun that must be the verb its clause lacks. */
function isHiddenVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (token?.tag !== "NOUN" || before === undefined || RATHER_NOUNS.test(token.lemma)) return false;
  const trigger = TRIGGERS.get(token.lemma)?.[0];
  if (trigger === undefined || trigger.type === "RELATES_TO") return false;
  const isSingular = token.lower !== token.lemma && token.lower.endsWith("s");
  if (!isSingular && token.lower !== token.lemma) return false;
  const start = clauseStart(tokens, at);
  if (!isSubjectHead(tokens, at - 1, start, isSingular)) return false;
  let next = at + 1;
  if (trigger.particles.length > 0) {
    if (!trigger.particles.includes(tokens[next]?.lower ?? "") || HAS_RESULTS.test(before.lemma)) return false;
    next += 1;
    if (tokens[next]?.tag === "PROPN") return false;
  }
  if (!startsNounGroup(tokens[next])) return false;
  const end = clauseEnd(tokens, at);
  for (let other = start; other < end; other += 1) {
    const isPart =
      other === at || other === at - 1 || (other >= next && other <= next + 2 && isNounByItself(tokens, other));
    if (!isPart && isFinite(tokens, other)) return false;
  }
  return true;
}

function isNounByItself(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "VERB" && isEndOfGroup(tokens[at + 1]);
}

/** Whether the token agrees with the verb behind it: a singular noun or gerund with "delays", a plural with "delay". */
function isSubjectHead(tokens: readonly Token[], at: number, start: number, isSingular: boolean): boolean {
  const token = tokens[at];
  if (token === undefined || at < start) return false;
  const isPlural = token.lower !== token.lemma && token.lower.endsWith("s") && !token.lower.endsWith("ics");
  if (token.tag === "PROPN") return isSingular;
  if (token.tag === "NOUN") return isSingular ? !isPlural : isPlural || token.lower === "people";
  if (token.tag !== "VERB" || !isSingular) return false;
  if (token.lower.endsWith("ing")) return mayPrecedeGerund(tokens, at, start);
  return (at === start || tokens[at - 1]?.tag === "ADJ") && isNounToo(token);
}

const NOUNS_TOO =
  /^(?:focus|rest|play|help|hope|fear|love|walk|talk|start|end|move|delay|demand|increase|decrease|progress)$/;

function isNounToo(token: Token | undefined): boolean {
  return token !== undefined && (NOUNS_TOO.test(token.lower) || commonWord(token.lower)?.tag === "NOUN");
}

function startsNounGroup(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (/^(?:last|next|this|these|those|every|today|yesterday)$/.test(token.lower)) return false;
  return /^(?:DET|ADJ|NOUN|PROPN|NUM)$/.test(token.tag) || POSSESSIVE.test(token.lower) || isPlainVerb(token);
}

/** A verb's form that may as well be a noun's: "learning", "focus", "starts". */
function isPlainVerb(token: Token | undefined): boolean {
  return token?.tag === "VERB" && !token.lower.endsWith("ed");
}

/** A trigger that can be the verb of a clause: "reduces", "improved", the "affected" of "is affected". */
function isFiniteTrigger(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "VERB" && isFinite(tokens, at) && (TRIGGERS.has(token.lemma) || PARTICIPLES.has(token.lower));
}

/** Reads what stands before a finite trigger as its subject: "drowsy driving", "our churn rate", "later starts". */
function readSubject(read: Token[], verb: number): void {
  let head = verb - 1;
  let hasAuxiliary = false;
  for (; head >= 0; head -= 1) {
    const token = read[head];
    if (token?.tag === "AUX") hasAuxiliary = true;
    else if (
      !(token?.tag === "ADV" && token.lower.endsWith("ly")) &&
      !/^(?:not|n't|often|never|always|also)$/.test(token?.lower ?? "")
    )
      break;
  }
  const start = clauseStart(read, verb);
  const token = read[head];
  if (token === undefined || head < start) return;
  if (token.lower === "light" && token.tag === "ADV" && read[head - 1]?.tag === "NOUN")
    return retag(read, head, "NOUN");
  if (head === start && token.tag === "PROPN" && isUnknownGerund(token)) return retagName(read, head);
  if (head === start && token.tag === "PROPN" && isUnknownPlural(token, read[verb])) return retagName(read, head);
  readParticiple(read, start, head);
  const verbForm = read[verb]?.lower ?? "";
  const agrees =
    hasAuxiliary || isQuestioning(read, start - 1) || (verbForm !== read[verb]?.lemma && !verbForm.endsWith("ing"));
  if (token.tag === "VERB" && token.lower.endsWith("ing")) {
    if (agrees && mayPrecedeGerund(read, head, start)) retag(read, head, "NOUN");
    return;
  }
  readModifiers(read, { first: start, last: head, agrees });
}

/** What may stand before a gerund that is a noun: nothing, "drowsy", "context", "the", "of". */
function mayPrecedeGerund(tokens: readonly Token[], at: number, start: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || at === start) return true;
  if (before.tag === "NOUN") return before.lower === before.lemma && before.lower !== "people" && at - 1 === start;
  return (
    /^(?:ADJ|DET|CCONJ)$/.test(before.tag) || /^(?:of|by|for)$/.test(before.lower) || POSSESSIVE.test(before.lower)
  );
}

/** "Later school start times": base forms where only modifiers of a noun can stand. */
function readModifiers(
  read: Token[],
  { first, last, agrees }: { readonly first: number; readonly last: number; readonly agrees: boolean },
): void {
  let start = last + 1;
  while (start > first && isModifierForm(read[start - 1])) start -= 1;
  const run = read.slice(start, last + 1);
  const verb = run.findIndex((token) => token.tag === "VERB");
  if (verb < 0 || run.some((token) => COMPLEMENT_VERBS.has(token.lemma) && token.tag === "VERB")) return;
  const opener = read[start + verb - 1];
  const isOpened =
    opener !== undefined &&
    start + verb > first &&
    (opener.tag === "DET" || opener.tag === "ADJ" || POSSESSIVE.test(opener.lower) || COMPARATIVE.test(opener.lower));
  // No order is followed by a finite verb: "focus leads to ..." at the start of a clause.
  const isNounAtStart = start + verb === first && agrees && (run.length === 1 || isNounToo(run[verb]));
  if (!isOpened && !isNounAtStart) return;
  for (let at = start; at <= last; at += 1) {
    if (read[at]?.tag === "VERB") retag(read, at, "NOUN");
    else if (read[at]?.tag === "ADV") retag(read, at, "ADJ");
  }
}

function isModifierForm(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.tag === "NOUN" || token.tag === "ADJ") return true;
  return token.tag === "VERB" ? !/(?:ed|ing)$/.test(token.lower) : token.tag === "ADV" && COMPARATIVE.test(token.lower);
}

/** "Onboarding depends on ...": a gerund that the dictionary lacks is no name for opening the sentence. */
function isUnknownGerund(token: Token): boolean {
  return /^\p{Lu}\p{Ll}{3,}ing$/u.test(token.text) && typeOfWord(token.text) === "Concept";
}

/** "Notifications interrupt ...": a plural of a word, though the dictionary has only the word. */
function isUnknownPlural({ text, lower }: Token, verb: Token | undefined): boolean {
  return (
    /^\p{Lu}\p{Ll}+s$/u.test(text) && verb?.lower === verb?.lemma && commonWord(lower.slice(0, -1))?.tag === "NOUN"
  );
}

function retagName(read: Token[], at: number): void {
  const token = read[at];
  if (token === undefined) return;
  const lemma = token.lower.endsWith("s") ? token.lower.slice(0, -1) : token.lower;
  read[at] = { ...token, tag: "NOUN", lemma };
}

/** "Automated tests prevent ...": what opens a clause before its subject's noun is no verb of its own. */
function readParticiple(read: Token[], start: number, head: number): void {
  const first = read[start];
  if (first?.tag !== "VERB" || !first.lower.endsWith("ed") || head === start) return;
  if (read.slice(start + 1, head + 1).every(({ tag }) => tag === "NOUN" || tag === "ADJ")) retag(read, start, "ADJ");
}

/** Where the object of the trigger at `at` starts; null where there is none. */
function objectPlace(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  const next = tokens[at + 1]?.lower ?? "";
  if (token === undefined) return null;
  if (NEED_WORDS.test(token.lower)) {
    const isGerund = tokens[at + 2]?.lower.endsWith("ing") === true;
    return /^(?:for|of)$/.test(next) || (next === "to" && isGerund) ? at + 2 : null;
  }
  if (/^(?:role|effect|impact|influence)$/.test(token.lower) && /^(?:in|on|of)$/.test(next)) return at + 2;
  if (PARTICIPLES.get(token.lower)?.prepositions.includes(next) === true) return at + 2;
  const trigger = token.tag === "VERB" ? TRIGGERS.get(token.lemma)?.[0] : undefined;
  if (trigger === undefined || /^(?:help|use|include|contain)$/.test(token.lemma)) return null;
  if (next === "by") return at + 2;
  if (trigger.particles.length > 0) return trigger.particles.includes(next) ? at + 2 : null;
  return at + 1;
}

/** Reads a verb's form that closes a noun group as its noun: "improves focus", "depends on mentoring", "by later starts". */
function readObject(read: Token[], from: number): void {
  let at = from;
  while (
    /^(?:DET|ADJ|NUM)$/.test(read[at]?.tag ?? "") ||
    POSSESSIVE.test(read[at]?.lower ?? "") ||
    COMPARATIVE.test(read[at]?.lower ?? "")
  )
    at += 1;
  if (read[at]?.tag === "NOUN" && read[at + 1]?.lower.endsWith("ing") === true) at += 1;
  // "Leads to soil erosion": no infinitive stands behind these.
  const isCompound =
    from === at && read[at - 1]?.lower === "to" && read[at + 1]?.tag === "NOUN" && isEndOfGroup(read[at + 2]);
  if (!isPlainVerb(read[at]) || !(isCompound || isEndOfGroup(read[at + 1]))) return;
  retag(read, at, "NOUN");
  if (read[at - 1]?.tag === "ADV" && at > from) retag(read, at - 1, "ADJ");
  if (
    read[at + 1]?.tag === "CCONJ" &&
    read[at + 2]?.tag === "VERB" &&
    read[at + 2]?.lower.endsWith("ing") === true &&
    isEndOfGroup(read[at + 3])
  )
    retag(read, at + 2, "NOUN");
}

function isEndOfGroup(token: Token | undefined): boolean {
  if (token?.tag === "ADP") return /^(?:in|during|among|as|at|of|across|after|before)$/.test(token.lower);
  return token === undefined || /^(?:PUNCT|CCONJ|SCONJ)$/.test(token.tag);
}
