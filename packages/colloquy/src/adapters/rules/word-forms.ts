import { commonWord } from "./dictionary.ts";
import type { Token } from "./tokens.ts";
import { COMPLEMENT_VERBS } from "./triggers.ts";

/** Changes the part of speech of the token at `at`. */
export function retag(read: Token[], at: number, tag: string): void {
  const token = read[at];
  if (token === undefined) return;
  // The lemma of a gerund is the gerund and not its verb.
  const lemma = tag === "NOUN" && token.lower.endsWith("ing") ? token.lower : token.lemma;
  read[at] = { ...token, tag, lemma };
}

const BOUNDARY =
  /^(?:that|which|who|whom|whose|what|when|where|while|because|since|if|unless|although|though|until|how|why)$/;
/** Possessive determiners. */
export const POSSESSIVE = /^(?:my|your|his|her|its|our|their)$/;

/** Words that the tagger tags as adverbs, and that also modify nouns: "later starts". */
export const COMPARATIVE = /^(?:later|earlier|longer|shorter|early|late|slower|faster|less|more|fewer)$/;

function isBoundary(token: Token): boolean {
  return (
    (token.tag === "PUNCT" && !/^['"]$/.test(token.text)) ||
    token.tag === "SCONJ" ||
    token.tag === "INTJ" ||
    BOUNDARY.test(token.lower)
  );
}

/** The start of a token's clause: after a mark, a conjunction or a verb that introduces a clause. */
export function clauseStart(tokens: readonly Token[], at: number): number {
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
export function isQuestioning(tokens: readonly Token[], at: number): boolean {
  return at === 0 && /^(?:do|does|did|can|could|will|would|should|may|might)$/.test(tokens[0]?.lower ?? "");
}

/** The position after the last token of a token's clause. */
export function clauseEnd(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  for (let token = tokens[end]; token !== undefined && !isBoundary(token); token = tokens[end]) end += 1;
  return end;
}

/** Whether the token can be the verb of a clause: no gerund and no infinitive. */
export function isFinite(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.tag === "AUX") return true;
  return token?.tag === "VERB" && !token.lower.endsWith("ing") && tokens[at - 1]?.lower !== "to";
}

const NOUNS_TOO =
  /^(?:focus|rest|play|help|hope|fear|love|walk|talk|start|end|move|delay|demand|increase|decrease|progress)$/;

/** Whether the dictionary has a word as a noun, although it is tagged as a verb. */
export function isNounToo(token: Token | undefined): boolean {
  return token !== undefined && (NOUNS_TOO.test(token.lower) || commonWord(token.lower)?.tag === "NOUN");
}

/** A verb's form that may also be a noun: "learning", "focus", "starts". */
export function isPlainVerb(token: Token | undefined): boolean {
  return token?.tag === "VERB" && !token.lower.endsWith("ed");
}

/** Whether a noun group can end before the token. */
export function isEndOfGroup(token: Token | undefined): boolean {
  if (token?.tag === "ADP") return /^(?:in|during|among|as|at|of|across|after|before)$/.test(token.lower);
  return token === undefined || /^(?:PUNCT|CCONJ|SCONJ)$/.test(token.tag);
}

/** Words before a gerund that is a noun: nothing, "drowsy", "context", "the", "of". */
export function mayPrecedeGerund(tokens: readonly Token[], at: number, start: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || at === start) return true;
  if (before.tag === "NOUN") return before.lower === before.lemma && before.lower !== "people" && at - 1 === start;
  return (
    /^(?:ADJ|DET|CCONJ)$/.test(before.tag) || /^(?:of|by|for)$/.test(before.lower) || POSSESSIVE.test(before.lower)
  );
}
