import { type Clause, makeClause } from "./clause.ts";
import { byDefinition, byExample, byNaming, byOther, byPartOf } from "./membership-rules.ts";
import type { NounPhrase } from "./noun-phrases.ts";
import { conjunctsAfter } from "./object.ts";
import { byAbout, byBetween, byNeed, byRole, byValue } from "./predicate-rules.ts";
import { isGenericEnd } from "./relation-ends.ts";
import type { Rule, StatedRelation } from "./stated-relation.ts";
import { subjectConjunct } from "./subject.ts";
import type { Sentence, Token } from "./tokens.ts";
import { byImpactNoun, byNameVerb, byParticiple, byVerb } from "./verb-rules.ts";

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
  byValue,
  byAbout,
  byRole,
  byBetween,
  byDefinition,
];

/** The relations that a sentence states, in the order of their triggers. */
export function statedRelations(sentence: Sentence, phrases: readonly NounPhrase[]): StatedRelation[] {
  const clause = makeClause(sentence, phrases);
  return sentence.tokens.flatMap((token, index) => relationsAt(clause, token, index)).filter(isWorthHaving(sentence));
}

const MAX_MAXIM_TOKENS = 7;

/** "Teachers shape lives": a statement about all of them, and not about particular ones. */
function isMaxim({ tokens }: Sentence): boolean {
  return tokens.length <= MAX_MAXIM_TOKENS && tokens.every(({ tag }) => /^(?:NOUN|VERB|ADJ|ADP|PUNCT)$/.test(tag));
}

function isWorthHaving(sentence: Sentence): (relation: StatedRelation) => boolean {
  const mayBeGeneric = isMaxim(sentence);
  return ({ source, target }) =>
    source.name.toLowerCase() !== target.name.toLowerCase() &&
    (mayBeGeneric || !(isGenericEnd(source) && isGenericEnd(target)));
}

function relationsAt(clause: Clause, token: Token, index: number): StatedRelation[] {
  for (const rule of RULES) {
    const relation = rule(clause, token, index);
    if (relation !== null)
      return withSubjectConjunct(clause, relation, index).flatMap((one) => withConjuncts(clause, one));
  }
  return [];
}

/** The same relation with the noun joined to the subject: "coffee and | tea improve alertness". */
function withSubjectConjunct(clause: Clause, relation: StatedRelation, verb: number): StatedRelation[] {
  const isInverted = relation.source.first > relation.target.first;
  const other = subjectConjunct(clause, isInverted ? relation.target : relation.source, verb);
  if (other === null) return [relation];
  return [isInverted ? { ...relation, target: other } : { ...relation, source: other }, relation];
}

/** The same relation with the nouns listed after the object. */
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
