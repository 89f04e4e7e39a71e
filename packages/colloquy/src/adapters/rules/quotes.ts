import { aphorism } from "./aphorism.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import type { Sentence } from "./tokens.ts";

const MIN_WORDS = 9;
const MAX_WORDS = 40;
/** Features of sentences that are worth repeating, with their weights. */
const SIGNS: readonly (readonly [sign: RegExp, weight: number])[] = [
  [/\b(?:we|you|they|people|one|society|government|everyone) (?:must|ought|should never|have to)\b/, 1.5],
  [/\b(?:cannot|can't|can not)\b/, 0.9],
  [
    /\b(?:most important|more important|really important|so important|vitally important|absolutely essential|essential|crucial|fundamental)\b/,
    1.5,
  ],
  [
    /\b(?:the key|the point|the reason|the problem|the challenge|the truth|the reality|the danger|the lesson|the goal|the best way|the only way|what matters) (?:is|to|about|here)\b/,
    1.5,
  ],
  [
    /\b(?:believe|convinced|principle|lesson|learn(?:ed|t)?|truth|values?|freedom|justice|responsibility|dignity|courage|trust|future)\b/,
    0.8,
  ],
  [/\b(?:never|always|every single|everyone|nobody|no one|nothing|whole point)\b/, 0.7],
  [/\b(?:not (?:just|only|simply)|rather than|instead of|more than|unless|if we|without|whether)\b/, 0.7],
  [/\b(?:because|so that|in order to|leads? to|depends? on|means that|makes? (?:a|the) difference|that's why)\b/, 0.6],
  [/\b(?:i think|i believe|in my view|my view is|i would argue|i feel)\b/, 0.4],
];
/** Words about the course of the meeting and not about its subject. */
const PROCEDURE =
  /\b(?:agenda|meeting|question|questions|chair|madam|speaker|petition|slide|slides|page|minutes|microphone|mic|thank|thanks|sorry|let me|let's|move on|moving on|next|motion|floor|recording|webcast|break|transcript|email|e-mail|website|whiteboard|powerpoint|okay|yeah|gonna|guys|stuff|thing|things|hon|honourable|right now|today|tomorrow|last week|paragraph|amendment|clause)\b/g;
const VAGUE_START =
  /^(?:so|just|furthermore|we are going|and|but|or|that|this|these|those|it|they|he|she|which|because|then|there|yes|no|well|also|again|i mean|like|if|whether|'|-)\b/;

/** How memorable a sentence is, from 0; sentences from about 2 on are so more often than not. `spoken`: its words in the turn, unmasked. `statesRelation`: whether it states a relation. */
export function memorability(
  sentence: Sentence,
  phrases: readonly NounPhrase[],
  spoken: string,
  statesRelation: boolean,
): number {
  if (!/[.!]["'”’]?\s*$/.test(spoken) || /[{}[\]—]|--|\.\.\.|…/.test(spoken) || /\b(?:um|uh|erm)\b/i.test(spoken))
    return 0;
  if (!/^["'“‘]?\p{Lu}/u.test(spoken) || sentence.isQuestion || hasStutter(sentence)) return 0;
  const lower = spoken
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/ (n't|'\w+)/g, "$1");
  return Math.max(aphorism(sentence, lower, statesRelation), appeal(sentence, phrases, lower, statesRelation));
}

/** How much a sentence states what matters to its speaker. */
function appeal(sentence: Sentence, phrases: readonly NounPhrase[], lower: string, statesRelation: boolean): number {
  const words = sentence.tokens.filter((token) => /^[\p{L}\p{N}]/u.test(token.text)).length;
  if (words < MIN_WORDS || words > MAX_WORDS) return 0;
  const signs = SIGNS.reduce((sum, [sign, weight]) => sum + (sign.test(lower) ? weight : 0), statesRelation ? 1.2 : 0);
  if (signs === 0) return 0;
  const procedure = lower.match(PROCEDURE)?.length ?? 0;
  const content = Math.min(4, phrases.length) * 0.3;
  return Math.max(0, signs + content - procedure * 0.9 - (VAGUE_START.test(lower) ? 0.8 : 0));
}

/** "the the", "we we": a sentence that its speaker started twice. */
function hasStutter(sentence: Sentence): boolean {
  return sentence.tokens.some(
    (token, index) => index > 0 && token.lower === sentence.tokens[index - 1]?.lower && /^\p{L}/u.test(token.text),
  );
}
