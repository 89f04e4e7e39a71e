import type { NounPhrase } from "./noun-phrases.ts";
import type { Sentence } from "./tokens.ts";

/** A sentence with its noun phrases by where they start (as spoken) and where they end. */
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

/** Words that deny what the clause says. */
export const NEGATION = /^(?:not|n't|never|no|hardly|rarely|nor|neither|without|cannot)$/;

/** Words that leave open whether it is so. */
export const HYPOTHETICAL = /^(?:would|could|might|may|should|'d|wouldn't|couldn't)$/;

/** Words that make what follows a condition or a guess. */
export const CONDITION = /^(?:if|unless|whether|suppose|supposing|imagine|assuming|maybe|perhaps|wonder|wondering)$/;
