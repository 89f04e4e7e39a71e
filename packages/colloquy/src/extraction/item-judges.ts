import type {
  AliasMention,
  EntityMention,
  Ontology,
  QuoteMention,
  RelationMention,
  Span,
  TurnView,
} from "../model/index.ts";
import type { RejectedCounts } from "../ports/index.ts";
import { NAME_CHARACTERS } from "./limits.ts";
import { nameGroundingIn } from "./names/name-grounding.ts";
import { namedBeforeIn } from "./names/named-before.ts";
import { pairsOf } from "./pairs.ts";

/** Why an item is refused; null if it is kept. */
export type Verdict = keyof RejectedCounts | null;

/** Judges the items of one chunk, each by itself. */
export interface ItemJudges {
  stands(span: Span): boolean;
  /** As `stands`, in the chunk or in its context. */
  standsAround(span: Span): boolean;
  /** @param relations of the chunk, because an antecedent of one may name the entity. */
  mention(mention: EntityMention, relations: readonly RelationMention[]): Verdict;
  relation(relation: RelationMention): Verdict;
  quote(quote: QuoteMention): Verdict;
  alias(alias: AliasMention): Verdict;
}

export function itemJudges(
  view: readonly TurnView[],
  context: readonly TurnView[],
  ontology: Ontology,
  minConfidence: number,
): ItemJudges {
  const types = new Set(ontology.entityTypes.map((type) => type.name));
  const names = nameGroundingIn(view);
  const namedBefore = namedBeforeIn(context);
  const stands = (span: Span): boolean => standsIn(view, span);
  // The other end is in the chunk: words of the context alone state nothing.
  const isNamedBefore = ({ name, type }: EntityMention, relations: readonly RelationMention[]): boolean =>
    relations.some(({ source, sourceType, target, targetType, span, antecedents = [] }) => {
      if (source !== name && target !== name) return false;
      const [other, otherType] = source === name ? [target, targetType] : [source, sourceType];
      return namedBefore(antecedents, name, type) && names.isMadeOf(other, otherType, span.turn);
    });
  const ground = (span: Span): Verdict => (stands(span) ? null : "ungrounded");
  const weigh = (confidence: number): Verdict => judgeConfidence(confidence, minConfidence);
  return {
    stands,
    standsAround: (span) =>
      span.turn < 0 ? standsIn(context, { ...span, turn: span.turn + context.length }) : stands(span),
    mention(mention, relations) {
      const { name, type, span, confidence } = mention;
      if (!types.has(type) || !isName(name)) return "schema";
      const refusal = ground(span);
      if (refusal !== null) return refusal;
      if (!names.isMadeOf(name, type, span.turn) && !isNamedBefore(mention, relations)) return "ungrounded";
      return weigh(confidence);
    },
    relation: (relation) =>
      judgeTypes(relation, types, ontology) ?? ground(relation.span) ?? weigh(relation.confidence),
    quote: ({ span, confidence }) => ground(span) ?? weigh(confidence),
    alias: ({ name, alias }) => {
      if (!isName(name) || !isName(alias)) return "schema";
      return view.some((turn) => isMadeOfTurn(name, turn) && isMadeOfTurn(alias, turn)) ? null : "ungrounded";
    },
  };
}

function isMadeOfTurn(name: string, turn: TurnView): boolean {
  return nameGroundingIn([turn]).isMadeOf(name, "", 0);
}

function judgeTypes(relation: RelationMention, types: ReadonlySet<string>, ontology: Ontology): Verdict {
  const { source, sourceType, target, targetType } = relation;
  const definition = ontology.relationTypes.find((type) => type.name === relation.type);
  if (definition === undefined || !types.has(sourceType) || !types.has(targetType)) return "schema";
  if (!isName(source) || !isName(target)) return "schema";
  const isAllowed = pairsOf(definition)?.some(([from, to]) => from === sourceType && to === targetType) ?? true;
  return isAllowed ? null : "schema";
}

/** Written so that NaN fails too. */
function judgeConfidence(confidence: number, minConfidence: number): Verdict {
  if (!(confidence >= 0 && confidence <= 1)) return "schema";
  return confidence >= minConfidence ? null : "lowConfidence";
}

function isName(name: string): boolean {
  return name.length <= NAME_CHARACTERS && /[\p{L}\p{N}]/u.test(name);
}

function standsIn(view: readonly TurnView[], { turn, start, end }: Span): boolean {
  const text = view[turn]?.text;
  if (text === undefined || !Number.isInteger(start) || !Number.isInteger(end)) return false;
  return start >= 0 && start < end && end <= text.length && text.slice(start, end).trim() !== "";
}
