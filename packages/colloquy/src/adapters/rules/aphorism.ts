import type { Sentence } from "./tokens.ts";

const MIN_WORDS = 6;
const MAX_WORDS = 26;

/** Features of general sentences that are worth repeating, with their weights. */
const SIGNS: readonly (readonly [sign: RegExp, weight: number])[] = [
  // Superlatives: "the first thing a tired brain loses", "the only shop where".
  [/\b(?:the|a|your) (?:first|last|only|best|worst|whole|most \w+|\w{3,}est) (?:\w+ ){0,2}?(?:\w+)/, 0.9],
  // Contrast: "a doorway, not a warehouse", "it isn't bad, it's expensive".
  [
    /(?:, (?:it|they)(?:'s| is| are|'re) (?:not|only|just)|, not |\bnot \w+, (?:but|it)|(?:n't| not) [^.]{3,60}, (?:it|they|he|she|you)(?: is| are| 's| 're|'s|'re)\b)/,
    1.3,
  ],
  [/\b(?:but|yet|rather than|instead of|although|though|only because)\b/, 0.6],
  [/\b(?:more|less|better|worse|\w{3,}er) \w* ?\w* ?than\b/, 0.8],
  [/\b(?:nobody|no one|never|always|everyone|everybody|nothing|every|anyone|cannot|ca n't|can't)\b/, 0.7],
  [/\b(?:what|how much|whatever|whoever|the way) (?:\w+ ){1,6}(?:is|are|depends|matters|costs)\b/, 0.7],
  [/\b(?:if|when|unless|until|before|once) (?:you|people|it|they|nobody|somebody|a|the)\b/, 0.6],
  // "The first thing a tired brain loses is the ability to know it".
  [/^(?:the|what) (?:\S+ ){2,9}(?:is|are) (?:the|that|a|an|what|not|to)\b/, 1.1],
  [/^(?:nobody|no one|people who|the person who|a person who|those who|most people)\b/, 0.8],
  [/^(?:an?|every|no) (?:\S+ ){1,4}(?:is|are|does|needs|has|can)\b/, 0.5],
  [/\b(?:is|are) (?:only|one that|what|just|nothing but)\b/, 0.7],
  [/\b(?:without|nor|neither|no longer|as long as)\b/, 0.4],
];
/** Words for people in general. */
const PEOPLE_IN_GENERAL =
  /^(?:people|you|nobody|everybody|everyone|somebody|someone|anyone|children|teenagers|adults|beginners|experts|humans|parents|teachers|leaders|managers|workers)$/;
/** Signs that a sentence is about its occasion: its speakers, a moment, the course of a meeting. */
const OCCASION =
  /\b(?:i|i'm|i've|we|we're|us|our|my|me|mine|he|she|his|her|him|let's|today|tomorrow|yesterday|tonight|now|here|last|next week|ago|okay|yeah|please|thank|thanks|chair|madam|speaker|minister|motion|agenda|slide|question|questions|petition|page|clause|amendment|bill|committee|member|members|government|recording|percent|button|buttons|feature|features|channel|remote|data|gonna|guys|stuff|sort|kind|actually|maybe|probably|uh|um)\b/;
const VAGUE_START =
  /^(?:so|first|second|third|every day|and|but|or|that|this|these|those|it|they|he|she|which|because|then|there|yes|no|well|also|like|if so|just|as|for|in|at|to|from|thank|go|see|look|take|ask|tell|say|you're|you are)\b/;

/**
 * How much a sentence is like a saying: general, in the present tense, short, with a contrast or a superlative. 0 if it is
 * about its occasion. Sentences from about 2 on are worth repeating more often than not. `lower` is the spoken sentence in
 * lower case with plain apostrophes.
 */
export function aphorism({ tokens, isQuestion }: Sentence, lower: string, statesRelation: boolean): number {
  const words = tokens.filter((token) => /^[\p{L}\p{N}]/u.test(token.text));
  if (words.length < MIN_WORDS || words.length > MAX_WORDS || isQuestion) return 0;
  if (OCCASION.test(lower) || VAGUE_START.test(lower) || /\d|["“”:]/.test(lower)) return 0;
  if (tokens.some(isPast) || !tokens.some((token) => token.tag === "AUX" || token.tag === "VERB")) return 0;
  const signs = SIGNS.reduce((sum, [sign, weight]) => sum + (sign.test(lower) ? weight : 0), 0);
  const isOfPeople = tokens.slice(0, 8).some((token) => PEOPLE_IN_GENERAL.test(token.lower));
  return (
    signs +
    (statesRelation ? 1 : 0) +
    (isOfPeople ? 0.6 : 0) +
    (isDefinition(tokens) ? 0.8 : 0) +
    (words.length <= 16 ? 0.4 : 0) +
    (/^(?:NOUN|ADJ|DET)$/.test(tokens[0]?.tag ?? "") ? 0.5 : 0)
  );
}

function isPast({ tag, lower, lemma }: Sentence["tokens"][number]): boolean {
  return /^(?:was|were|did|had|went|said|told|got|came|made|took|gave|knew|thought)$/.test(lower)
    ? true
    : tag === "VERB" && lower.endsWith("ed") && lemma !== lower && !/^(?:used|needed|based)$/.test(lower);
}

/** "Discovery is expensive", "attention is a door": a statement of what something is. */
function isDefinition(tokens: Sentence["tokens"]): boolean {
  return tokens.some(
    (token, index) =>
      /^(?:is|are)$/.test(token.lower) &&
      /^(?:NOUN|PROPN)$/.test(tokens[index - 1]?.tag ?? "") &&
      (/^(?:DET|ADJ|NOUN)$/.test(tokens[index + 1]?.tag ?? "") ||
        /^(?:what|how|when|where|not)$/.test(tokens[index + 1]?.lower ?? "")),
  );
}
