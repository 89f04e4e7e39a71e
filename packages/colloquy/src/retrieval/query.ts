import { analyse } from "../analysis/index.ts";

/**
 * What a query asks for. A `subject` is discussed in many neighbouring chunks; a `fact` is said in one place; anything else
 * is `open`.
 */
export type QueryKind = "subject" | "open" | "fact";

/** What a search reads from its words. */
export interface Query {
  readonly words: string;
  /** The analysed terms in their order, with repeats. */
  readonly terms: readonly string[];
  readonly kind: QueryKind;
}

/** English words that ask what was said or thought about a subject. */
const ASKS_FOR_SUBJECT =
  /\b(?:summar\w*|overview|outline|describe|discuss\w*|debat\w*|talk(?:ed|s)? about|opinions?|views?|attitudes?|think|thinks|thought|feel|feels|felt|(?:say|says|said) (?:about|on|of))\b/iu;

/** English question words that ask for a person, time, place, choice or measure. */
const ASKS_FOR_FACT =
  /\b(?:who|whom|whose|when|where|which|how (?:many|much|long|often|far|old|big|large|high|fast|easy|difficult|likely|soon|\w+ly)|(?:what|at what|by what) (?:\w+ )?(?:percentage|share|number|amount|price|cost|time|date|day|year|name|size|age|average|rate|kind|type|colou?r))\b/iu;

export function readQuery(words: string): Query {
  return { words, terms: analyse(words), kind: kindOf(words) };
}

function kindOf(words: string): QueryKind {
  if (ASKS_FOR_SUBJECT.test(words)) return "subject";
  return ASKS_FOR_FACT.test(words) ? "fact" : "open";
}
