import type { EntityMention, Extraction, QuoteMention, RelationMention, Span } from "../../../../model/index.ts";

type SpanCode = [turn: number, start: number, end: number];

/** An extraction as compact JSON: arrays instead of objects, a third of the size. */
export function encodeExtraction(extraction: Extraction): string {
  return JSON.stringify([
    extraction.sentences.map(encodeSpan),
    extraction.mentions.map((m) => [
      m.name,
      m.type,
      encodeSpan(m.span),
      m.sentence,
      m.confidence,
      m.status === "asserted" ? 1 : 0,
    ]),
    extraction.relations.map((r) => [
      r.source,
      r.sourceType,
      r.type,
      r.target,
      r.targetType,
      r.polarity,
      r.confidence,
      encodeSpan(r.span),
      ...(r.antecedents === undefined ? [] : [r.antecedents.map(encodeSpan)]),
    ]),
    extraction.quotes.map((q) => [encodeSpan(q.span), q.about, q.confidence]),
    extraction.aliases.map((a) => [a.name, a.alias]),
  ]);
}

export function decodeExtraction(json: string): Extraction {
  const [sentences, mentions, relations, quotes, aliases] = JSON.parse(json) as [
    SpanCode[],
    [string, string, SpanCode, number | null, number, 0 | 1][],
    [string, string, string, string, string, RelationMention["polarity"], number, SpanCode, SpanCode[]?][],
    [SpanCode, string[], number][],
    [string, string][],
  ];
  return {
    sentences: sentences.map(decodeSpan),
    mentions: mentions.map(([name, type, span, sentence, confidence, asserted]): EntityMention => ({
      name,
      type,
      span: decodeSpan(span),
      sentence,
      confidence,
      status: asserted === 1 ? "asserted" : "candidate",
    })),
    relations: relations.map(
      ([source, sourceType, type, target, targetType, polarity, confidence, span, antecedents]): RelationMention => ({
        source,
        sourceType,
        type,
        target,
        targetType,
        polarity,
        confidence,
        span: decodeSpan(span),
        ...(antecedents === undefined ? {} : { antecedents: antecedents.map(decodeSpan) }),
      }),
    ),
    quotes: quotes.map(([span, about, confidence]): QuoteMention => ({ span: decodeSpan(span), about, confidence })),
    aliases: aliases.map(([name, alias]) => ({ name, alias })),
  };
}

const encodeSpan = (span: Span): SpanCode => [span.turn, span.start, span.end];
const decodeSpan = ([turn, start, end]: SpanCode): Span => ({ turn, start, end });
