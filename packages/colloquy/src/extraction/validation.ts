import {
  cleanName,
  type EntityMention,
  type Extraction,
  type Ontology,
  type RelationMention,
  type Span,
} from "../model/index.ts";
import type { ExtractionRequest, RejectedCounts } from "../ports/index.ts";
import { itemJudges, type Verdict } from "./item-judges.ts";
import { ANTECEDENTS_OF_A_RELATION, ITEMS_OF_A_LIST } from "./limits.ts";

/**
 * The items of an extraction that are in the chunk's words, fit the ontology and reach `minConfidence` (0 to 1), and the
 * number of refused items by reason. Names are cleaned (`cleanName`), and unknown fields of items are removed. Sentences keep
 * their order, and the sentence numbers of mentions are adjusted. A relation is kept only if both ends are names of kept
 * mentions, with the same types. Antecedents that are not in the words are removed.
 */
export function checkExtraction(
  extraction: Extraction,
  { turns, context = [] }: Pick<ExtractionRequest, "turns" | "context">,
  ontology: Ontology,
  minConfidence: number,
): { readonly extraction: Extraction; readonly rejected: RejectedCounts } {
  const rejected = { ungrounded: 0, schema: 0, lowConfidence: 0 };
  const keep = <Item>(items: readonly Item[], judge: (item: Item) => Verdict): Item[] =>
    items.filter((item, position) => {
      const verdict = position < ITEMS_OF_A_LIST ? judge(item) : "schema";
      if (verdict !== null) rejected[verdict] += 1;
      return verdict === null;
    });

  const judges = itemJudges(turns, context, ontology, minConfidence);
  const { sentences, mentions, quotes, aliases, ...stated } = ownFields(extraction);
  const relations = stated.relations.map((relation) => withAntecedents(relation, judges.standsAround));
  const { kept: keptSentences, positions } = keepSentences(sentences, judges.stands);
  const keptMentions = keep(
    mentions,
    (mention) =>
      judges.mention(mention, relations) ??
      (mention.sentence === null || positions.has(mention.sentence) ? null : "ungrounded"),
  ).map((mention) => ({
    ...mention,
    sentence: mention.sentence === null ? null : (positions.get(mention.sentence) ?? null),
  }));
  const typesOf = typesByName(keptMentions);

  return {
    extraction: {
      sentences: keptSentences,
      mentions: keptMentions,
      relations: keep(
        relations,
        (relation) =>
          judges.relation(relation) ??
          judgeEnd(typesOf.get(relation.source), relation.sourceType) ??
          judgeEnd(typesOf.get(relation.target), relation.targetType),
      ),
      quotes: keep(quotes, judges.quote).map((quote) => ({
        ...quote,
        about: quote.about.filter((name) => typesOf.has(name)),
      })),
      aliases: keep(aliases, judges.alias),
    },
    rejected,
  };
}

/** The sentences that are in the words, and the new positions of these by their old ones. */
function keepSentences(sentences: readonly Span[], stands: (span: Span) => boolean) {
  const positions = new Map<number, number>();
  const kept = sentences.slice(0, ITEMS_OF_A_LIST).filter((span, position) => {
    if (stands(span)) positions.set(position, positions.size);
    return positions.has(position);
  });
  return { kept, positions };
}

function typesByName(mentions: readonly EntityMention[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = Map.groupBy(mentions, ({ name }) => name);
  return new Map([...byName].map(([name, those]) => [name, new Set(those.map(({ type }) => type))]));
}

/** An end without a mention would be an entity without words. @param types of the kept mentions with its name */
function judgeEnd(types: ReadonlySet<string> | undefined, type: string): Verdict {
  if (types === undefined) return "ungrounded";
  return types.has(type) ? null : "schema";
}

/** The relation with its first antecedents that are in the words; without the field if there are none. */
function withAntecedents(relation: RelationMention, stands: (span: Span) => boolean): RelationMention {
  const { antecedents = [], ...rest } = relation;
  const kept = antecedents.filter(stands).slice(0, ANTECEDENTS_OF_A_RELATION);
  return kept.length === 0 ? rest : { ...rest, antecedents: kept };
}

/** Copies the known fields of an extraction, and nothing else that an extractor put into its items. */
function ownFields(extraction: Extraction): Extraction {
  return {
    sentences: extraction.sentences.map(ownSpan),
    mentions: extraction.mentions.map(({ name, type, span, sentence, confidence, status }) => ({
      name: cleanName(name),
      type,
      span: ownSpan(span),
      sentence,
      confidence,
      status,
    })),
    relations: extraction.relations.map(
      ({ source, sourceType, type, target, targetType, polarity, confidence, span, antecedents }) => ({
        source: cleanName(source),
        sourceType,
        type,
        target: cleanName(target),
        targetType,
        polarity,
        confidence,
        span: ownSpan(span),
        ...(antecedents === undefined ? {} : { antecedents: antecedents.map(ownSpan) }),
      }),
    ),
    quotes: extraction.quotes.map(({ span, about, confidence }) => ({
      span: ownSpan(span),
      about: about.map(cleanName),
      confidence,
    })),
    aliases: extraction.aliases.map(({ name, alias }) => ({ name: cleanName(name), alias: cleanName(alias) })),
  };
}

function ownSpan({ turn, start, end }: Span): Span {
  return { turn, start, end };
}
