import { z } from "zod";
import type { Claim, EntityWithSummary } from "../composition/index.ts";
import type { Evidence } from "../model/index.ts";
import { citationOf, citationSchema } from "./citation.ts";
import { polarityField } from "./fields.ts";
import { countsAboveZero, relationText } from "./text.ts";

export const FACT_KINDS = ["contradiction", "claim", "sentence", "quote", "statement", "topic"] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** One thing that the transcripts say about an entity, or that a person says. */
export const factSchema = z.object({
  kind: z.enum(FACT_KINDS),
  text: z.string().describe("the relation, the topic or what contradicts what"),
  polarity: polarityField.optional(),
  speakers: z.array(z.object({ name: z.string(), count: z.number() })).optional(),
  citations: z.array(citationSchema),
});
export type Fact = z.output<typeof factSchema>;

const MOST_SPEAKERS = 10;

/**
 * The facts of an entity: contradictions, claims (those that only occur together last), sentences of the requested speaker,
 * quotes, and for a person statements and topics.
 */
export function factsOf(entity: EntityWithSummary): readonly Fact[] {
  const { claims, contradictions, sentences, quotes, statements, topics } = entity;
  const { positions, causes, effects, is, includes, requires, requiredBy, other, derived, related } = claims;
  const all = [positions, causes, effects, is, includes, requires, requiredBy, other, derived, related].flat();
  return [
    ...contradictions.map(({ claims: sides, evidence }) =>
      fact("contradiction", sides.map(relationText).join(" / "), evidence),
    ),
    ...all.map(claimFact),
    ...sentences.map((sentence) => fact("sentence", entity.name, [sentence])),
    ...quotes.map(({ about, evidence }) => fact("quote", about.join(", "), [evidence])),
    ...statements.map((statement) => fact("statement", relationText(statement), statement.evidence)),
    ...topics.map(({ name, mentions, evidence }) =>
      fact("topic", `${name} (${mentions} mentions)`, evidence.slice(0, 1)),
    ),
  ];
}

function claimFact(claim: Claim): Fact {
  const { polarity, speakers, evidence } = claim;
  return {
    ...fact("claim", relationText(claim), evidence === null ? [] : [evidence]),
    polarity: countsAboveZero(polarity),
    speakers: speakers.slice(0, MOST_SPEAKERS).map(({ name, count }) => ({ name, count })),
  };
}

function fact(kind: FactKind, text: string, evidence: readonly Evidence[]): Fact {
  return { kind, text, citations: evidence.map(citationOf) };
}
