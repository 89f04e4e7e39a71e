import { type Clause, makeClause } from "./clause.ts";
import { byDefinition, byExample, byNaming, byOther, byPartOf } from "./membership-rules.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { conjunctsAfter } from "./object.ts";
import { isGenericEnd } from "./relation-ends.ts";
import type { Rule, StatedRelation } from "./stated-relation.ts";
import type { Sentence, Token } from "./tokens.ts";
import { byImpactNoun, byNameVerb, byNeed, byParticiple, byVerb } from "./verb-rules.ts";

const RULES: readonly Rule[] = [
  byNameVerb,
  byVerb,
  byParticiple,
  byImpactNoun,
  byPartOf,
  byExample,
  byOther,
  byNaming,
  byNeed,
  byDefinition,
];

/** The relations that a sentence states, in the order of their triggers. */
export function statedRelations(sentence: Sentence, phrases: readonly NounPhrase[]): StatedRelation[] {
  const clause = makeClause(sentence, phrases);
  return sentence.tokens.flatMap((token, index) => relationsAt(clause, token, index)).filter(isWorthHaving);
}

function isWorthHaving({ source, target }: StatedRelation): boolean {
  return source.name.toLowerCase() !== target.name.toLowerCase() && !(isGenericEnd(source) && isGenericEnd(target));
}

function relationsAt(clause: Clause, token: Token, index: number): StatedRelation[] {
  for (const rule of RULES) {
    const relation = rule(clause, token, index);
    if (relation !== null) return withConjuncts(clause, relation);
  }
  return [];
}

/** The same said of what the object is listed with. */
function withConjuncts(clause: Clause, relation: StatedRelation): StatedRelation[] {
  const isInverted = relation.source.first > relation.target.first;
  const object = isInverted ? relation.source : relation.target;
  return [
    relation,
    ...conjunctsAfter(clause, object).map((end) =>
      isInverted ? { ...relation, source: end } : { ...relation, target: end },
    ),
  ];
}
