import { CONDITION, type Clause, HYPOTHETICAL, NEGATION } from "./clause.ts";
import { beforeDeterminers, endOf } from "./relation-ends.ts";
import type { SubjectEnd } from "./subject.ts";

const INSTRUMENT =
  /^(?:measure|plan|system|service|mechanism|incentive|bill|rule|guideline|practice|protocol|framework|restriction|lockdown|fund|tax|program|programme|tool|filter|strategy|policy|legislation|law|method|algorithm|technique|investment|funding|scheme|treatment|therapy|intervention|initiative|project|campaign|model|reform|regulation|technology|drug|vaccine|effort|subsidy|benefit|app|device|software|training|exercise)$/;

/** "A plan to reduce stress", "we use filters to reduce noise": the means of the infinitive at `verb`. */
export function instrumentBefore(clause: Clause, verb: number): SubjectEnd | null {
  const { tokens } = clause.sentence;
  if (tokens[verb - 1]?.lower !== "to") return null;
  const nearest = clause.endingAt.get(verb - 2);
  if (nearest === undefined) return null;
  const before = tokens[beforeDeterminers(tokens, nearest.outerFirst)];
  const isUsed = before?.lemma === "use" && before.tag === "VERB";
  if (!isUsed && !INSTRUMENT.test(nearest.head)) return null;
  const end = endOf(tokens, nearest, nearest.first, nearest.last);
  if (end === null) return null;
  const isHypothetical = tokens
    .slice(0, verb)
    .some((token) => CONDITION.test(token.lower) || HYPOTHETICAL.test(token.lower));
  const isNegated = tokens
    .slice(Math.max(0, nearest.outerFirst - 5), nearest.outerFirst)
    .some((token) => NEGATION.test(token.lower));
  return { ...end, isNegated, isQuestion: clause.sentence.isQuestion, isHypothetical };
}
