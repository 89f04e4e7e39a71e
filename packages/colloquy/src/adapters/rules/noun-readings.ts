import { commonWord } from "./dictionary.ts";
import { typeOfWord } from "./names.ts";
import type { Token } from "./tokens.ts";
import { COMPLEMENT_VERBS, NEED_WORDS, PARTICIPLES, TRIGGERS } from "./triggers.ts";
import {
  COMPARATIVE,
  POSSESSIVE,
  clauseStart,
  isEndOfGroup,
  isFinite,
  isNounToo,
  isPlainVerb,
  isQuestioning,
  mayPrecedeGerund,
  retag,
} from "./word-forms.ts";

/** A trigger that can be the verb of a clause: "reduces", "improved", the "affected" of "is affected". */
export function isFiniteTrigger(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "VERB" && isFinite(tokens, at) && (TRIGGERS.has(token.lemma) || PARTICIPLES.has(token.lower));
}

/** Corrects the tokens before a finite trigger to be its subject: "drowsy driving", "our churn rate", "later starts". */
export function readSubject(read: Token[], verb: number): void {
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

/** "Later school start times": base forms in the position of a noun's modifiers. */
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
  // An imperative is not followed by a finite verb: "focus leads to ..." at the start of a clause.
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

/** "Onboarding depends on ...": a gerund that the dictionary lacks is no name, even at the start of the sentence. */
function isUnknownGerund(token: Token): boolean {
  return /^\p{Lu}\p{Ll}{3,}ing$/u.test(token.text) && typeOfWord(token.text) === "Concept";
}

/** "Notifications interrupt ...": a plural is a noun if the dictionary has its singular. */
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

/** "Automated tests prevent ...": a participle at the start of a clause, before its subject's noun, is no verb. */
function readParticiple(read: Token[], start: number, head: number): void {
  const first = read[start];
  if (first?.tag !== "VERB" || !first.lower.endsWith("ed") || head === start) return;
  if (read.slice(start + 1, head + 1).every(({ tag }) => tag === "NOUN" || tag === "ADJ")) retag(read, start, "ADJ");
}

/** The first token of the object of the trigger at `at`; null if there is none. */
export function objectPlace(tokens: readonly Token[], at: number): number | null {
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

/** Tags a verb's form at the end of a noun group as a noun: "improves focus", "depends on mentoring", "by later starts". */
export function readObject(read: Token[], from: number): void {
  let at = from;
  while (
    /^(?:DET|ADJ|NUM)$/.test(read[at]?.tag ?? "") ||
    POSSESSIVE.test(read[at]?.lower ?? "") ||
    COMPARATIVE.test(read[at]?.lower ?? "")
  )
    at += 1;
  if (read[at]?.tag === "NOUN" && read[at + 1]?.lower.endsWith("ing") === true) at += 1;
  // "Leads to soil erosion": no infinitive follows these.
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
