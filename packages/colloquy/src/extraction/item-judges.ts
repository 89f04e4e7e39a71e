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

/** Why an item is refused; null if it is kept. */
export type Verdict = keyof RejectedCounts | null;

/** Judges the items of one chunk, each by itself. */
export interface ItemJudges {
  stands(span: Span): boolean;
  mention(mention: EntityMention): Verdict;
  relation(relation: RelationMention): Verdict;
  quote(quote: QuoteMention): Verdict;
  alias(alias: AliasMention): Verdict;
}

export function itemJudges(view: readonly TurnView[], ontology: Ontology, minConfidence: number): ItemJudges {
  const types = new Set(ontology.entityTypes.map((type) => type.name));
  const names = nameGroundingIn(view);
  const stands = (span: Span): boolean => standsIn(view, span);
  const ground = (span: Span): Verdict => (stands(span) ? null : "ungrounded");
  const weigh = (confidence: number): Verdict => judgeConfidence(confidence, minConfidence);
  return {
    stands,
    mention: ({ name, type, span, confidence }) =>
      (types.has(type) && isName(name) ? null : "schema") ??
      ground(span) ??
      (names.isMadeOf(name, type, span.turn) ? null : "ungrounded") ??
      weigh(confidence),
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
  const allowed = definition.pairs?.some(([from, to]) => from === sourceType && to === targetType) ?? true;
  return allowed ? null : "schema";
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
