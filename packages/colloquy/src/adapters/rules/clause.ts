import type { NounPhrase } from "./noun-phrases.ts";
import type { Sentence } from "./tokens.ts";

/** A sentence with its noun phrases, by their first token (as spoken) and by their last. */
export interface Clause {
  readonly sentence: Sentence;
  readonly startingAt: ReadonlyMap<number, NounPhrase>;
  readonly endingAt: ReadonlyMap<number, NounPhrase>;
}

export function makeClause(sentence: Sentence, phrases: readonly NounPhrase[]): Clause {
  return {
    sentence,
    startingAt: new Map(phrases.map((phrase) => [phrase.outerFirst, phrase])),
    endingAt: new Map(phrases.map((phrase) => [phrase.last, phrase])),
  };
}

/** Words that negate a clause. */
export const NEGATION = /^(?:not|n't|never|no|hardly|rarely|nor|neither|without|cannot)$/;

/** Words that make a clause uncertain. */
export const HYPOTHETICAL = /^(?:would|could|might|may|should|'d|wouldn't|couldn't)$/;

/** Words that introduce a condition or a guess. */
export const CONDITION = /^(?:if|unless|whether|suppose|supposing|imagine|assuming|maybe|perhaps|wonder|wondering)$/;
