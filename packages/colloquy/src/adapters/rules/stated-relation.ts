import type { Polarity } from "../../model/index.ts";
import type { Clause } from "./clause.ts";
import type { RelationEnd } from "./relation-ends.ts";
import type { SubjectEnd } from "./subject.ts";
import type { Token } from "./tokens.ts";

/** A relation with the positions of its ends, before it has types. */
export interface StatedRelation {
  readonly type: string;
  readonly source: RelationEnd;
  readonly target: RelationEnd;
  readonly polarity: Polarity;
  readonly confidence: number;
}

/** Reads a relation at the token at `index`, if there is one. */
export type Rule = (clause: Clause, token: Token, index: number) => StatedRelation | null;

/** A relation between a subject and an object, with the polarity of the clause. */
export function stated(
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

/** The position after the adverbs between a verb and its object. */
export function skipAdverbs(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.tag === "ADV" && /ly$|^(?:very|also|just|even|directly|straight)$/.test(tokens[at]?.lower ?? ""))
    at += 1;
  return at;
}

/** Whether a form of "be" or "get" precedes the verb, ignoring adverbs and negation. */
export function hasBe(tokens: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (at >= 0 && (tokens[at]?.tag === "ADV" || /^(?:not|n't)$/.test(tokens[at]?.lower ?? ""))) at -= 1;
  const token = tokens[at];
  return token !== undefined && (/^(?:be|get)$/.test(token.lemma) || /^'(?:s|re|m)$/.test(token.lower));
}
