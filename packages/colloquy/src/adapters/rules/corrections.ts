import { commonWord, isCommonWord } from "./dictionary.ts";
import type { Token } from "./tokens.ts";
import { COMPLEMENT_VERBS, NAME_VERBS } from "./triggers.ts";

/** Corrects known errors of the tagger in a sentence. */
export function correctTokens(tokens: readonly Token[]): Token[] {
  return tokens.map(markAgreement).map(markFragment).map(untitle).map(markVerb);
}

/** Known errors of the tagger in speech. */
export function correctTag(lower: string, tag: string, previous: Token | undefined): string {
  if (lower === "'s" && previous !== undefined && /^(?:PRON|ADV|SCONJ|DET)$/.test(previous.tag)) return "AUX";
  if (/^(?:gonna|gotta|wanna|dunno)$/.test(lower)) return "AUX";
  if (/^(?:okay|ok|yeah|yep|nope|hey|oh|wow|huh|please|thanks|alright|yay|bye|hi|hello|cool|sorry)$/.test(lower))
    return "INTJ";
  // "'Kay" is a short form of "okay".
  if (lower === "kay" && previous?.text === "'") return "INTJ";
  if (/^(?:none|no\.|else)$/.test(lower)) return "PRON";
  if (/^i'(?:m|ve|ll|d)$/.test(lower)) return "PRON";
  if (lower === "people") return "NOUN";
  if (lower === "cause" && previous?.text === "'") return "SCONJ";
  return tag;
}

/** "Kay, let's go", "kay": "okay" and no name, unless it is the subject of a verb. */
function markAgreement(token: Token, index: number, tokens: readonly Token[]): Token {
  if (token.lower !== "kay") return token;
  const next = tokens[index + 1];
  const isName =
    token.text !== "kay" && (index > 0 || /^(?:VERB|AUX|PROPN|PART)$/.test(next?.tag ?? "") || next?.lower === "'s");
  return isName ? token : { ...token, tag: "INTJ" };
}

/** A common word with a capital at the start of a sentence is no name. */
function untitle(token: Token, index: number, tokens: readonly Token[]): Token {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (token.tag !== "PROPN" || !/^\p{Lu}\p{Ll}+$/u.test(token.text)) return token;
  if (before !== undefined && !/^[.?!"'—:;(-]/.test(before.text)) return token;
  if (after !== undefined && /^\p{Lu}/u.test(after.text)) return token;
  return { ...token, ...commonWord(token.lower) };
}

/** Forms that are verbs between two nouns. */
const PLURAL_OR_VERB =
  /^(?:causes|limits|impacts|influences|triggers|boosts|drives|needs|increases|changes|affects|improves|requires)$/;

/** "Noise causes errors", "Northwind supplies parts": between two nouns the verb wins over the plural. */
function markVerb(token: Token, index: number, tokens: readonly Token[]): Token {
  const before = tokens[index - 1]?.tag;
  const after = tokens[index + 1];
  if (token.tag !== "NOUN" || !/^(?:NOUN|PROPN|ADJ|DET)$/.test(after?.tag ?? "")) return token;
  const isVerb =
    (before === "PROPN" && NAME_VERBS.has(token.lower)) ||
    (/^(?:NOUN|PROPN)$/.test(before ?? "") && PLURAL_OR_VERB.test(token.lower) && !hasVerbBefore(tokens, index));
  return isVerb ? { ...token, tag: "VERB" } : token;
}

/** Whether the clause has a verb. A verb that introduces a clause ("I think ...") does not count. */
function hasVerbBefore(tokens: readonly Token[], index: number): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const { tag, lemma } = tokens[at] ?? { tag: "PUNCT", lemma: "" };
    if (/^(?:PUNCT|SCONJ)$/.test(tag)) return false;
    if (tag === "AUX" || tag === "VERB") return !COMPLEMENT_VERBS.has(lemma);
  }
  return false;
}

/** A word that is broken off is not a word: "an iff iffy one", "fifteen peo —". */
function markFragment(token: Token, index: number, tokens: readonly Token[]): Token {
  if (!/^(?:NOUN|PROPN|ADJ|VERB)$/.test(token.tag)) return token;
  const next = tokens[index + 1];
  const isStarted =
    token.lower.length <= 4 &&
    (next?.lower.length ?? 0) > token.lower.length &&
    next?.lower.startsWith(token.lower) === true;
  const isCut =
    next?.text === "—" && token.text.length <= 5 && token.text === token.lower && !isCommonWord(token.lower);
  return isStarted || isCut ? { ...token, tag: "X" } : token;
}
