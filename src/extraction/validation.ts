import type { EntityMention, Extraction, Ontology, RelationMention, Span, TurnView } from "../model/index.ts";
import type { RejectedCounts } from "../ports/index.ts";

type Reason = keyof RejectedCounts;
/** Null where the item may stay. */
type Verdict = Reason | null;

/**
 * The part of an extraction that stands in the chunk's words, fits the ontology and reaches
 * `minConfidence` (0 to 1), and how many items were refused for which reason. Sentences are kept in
 * order; the mentions' positions in them are moved along. A relation stays only where both ends are
 * names of mentions that stay.
 */
export function checkExtraction(
  extraction: Extraction,
  view: readonly TurnView[],
  ontology: Ontology,
  minConfidence: number,
): { readonly extraction: Extraction; readonly rejected: RejectedCounts } {
  const rejected = { ungrounded: 0, schema: 0, lowConfidence: 0 };
  const keep = <Item>(items: readonly Item[], judge: (item: Item) => Verdict): Item[] =>
    items.filter((item) => {
      const verdict = judge(item);
      if (verdict !== null) rejected[verdict] += 1;
      return verdict === null;
    });

  const isGrounded = (span: Span): boolean => standsIn(view, span);
  const ground = (span: Span): Verdict => (isGrounded(span) ? null : "ungrounded");
  const weigh = (confidence: number): Verdict => judgeConfidence(confidence, minConfidence);
  const types = new Set(ontology.entityTypes.map((type) => type.name));

  const positions = new Map<number, number>();
  const sentences = extraction.sentences.filter((span, position) => {
    if (isGrounded(span)) positions.set(position, positions.size);
    return positions.has(position);
  });
  const mentions = keep(
    extraction.mentions,
    (mention) =>
      judgeMention(mention, types) ??
      ground(mention.span) ??
      (mention.sentence === null || positions.has(mention.sentence) ? null : "ungrounded") ??
      weigh(mention.confidence),
  ).map((mention) => ({
    ...mention,
    sentence: mention.sentence === null ? null : (positions.get(mention.sentence) ?? null),
  }));
  const names = new Set(mentions.map((mention) => mention.name));

  return {
    extraction: {
      sentences,
      mentions,
      relations: keep(
        extraction.relations,
        (relation) =>
          judgeRelation(relation, types, ontology) ??
          ground(relation.span) ??
          weigh(relation.confidence) ??
          // An end that no mention shows would be an entity without words.
          (names.has(relation.source) && names.has(relation.target) ? null : "ungrounded"),
      ),
      quotes: keep(extraction.quotes, (quote) => ground(quote.span) ?? weigh(quote.confidence)).map((quote) => ({
        ...quote,
        about: quote.about.filter((name) => names.has(name)),
      })),
      aliases: keep(extraction.aliases, ({ name, alias }) => (isName(name) && isName(alias) ? null : "schema")),
    },
    rejected,
  };
}

function judgeMention(mention: EntityMention, types: ReadonlySet<string>): Verdict {
  return types.has(mention.type) && isName(mention.name) ? null : "schema";
}

function judgeRelation(relation: RelationMention, types: ReadonlySet<string>, ontology: Ontology): Verdict {
  const { source, sourceType, target, targetType } = relation;
  const definition = ontology.relationTypes.find((type) => type.name === relation.type);
  if (definition === undefined || !types.has(sourceType) || !types.has(targetType)) return "schema";
  if (!isName(source) || !isName(target)) return "schema";
  const allowed = definition.pairs?.some(([from, to]) => from === sourceType && to === targetType) ?? true;
  return allowed ? null : "schema";
}

/** Written so that NaN fails as well. */
function judgeConfidence(confidence: number, minConfidence: number): Verdict {
  if (!(confidence >= 0 && confidence <= 1)) return "schema";
  return confidence >= minConfidence ? null : "lowConfidence";
}

function isName(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

function standsIn(view: readonly TurnView[], { turn, start, end }: Span): boolean {
  const text = view[turn]?.text;
  if (text === undefined || !Number.isInteger(start) || !Number.isInteger(end)) return false;
  return start >= 0 && start < end && end <= text.length && text.slice(start, end).trim() !== "";
}
