import { z } from "zod";
import { list, polarity, polarityCounts } from "./shapes.ts";

export const graphNode = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  mentions: z.number(),
  transcripts: z.number(),
  /** Its relationships in the whole graph, without CROSS_EPISODE; shown or not. Counted up to 1,000. */
  degree: z.number(),
});
export type GraphNode = z.infer<typeof graphNode>;

/** Who says a relationship where: so many pieces of evidence. */
export const support = z.object({
  /** Index in `transcripts`. */
  transcript: z.number(),
  /** Index in `speakers`; null: nobody is named. */
  speaker: z.number().nullable(),
  polarity,
  count: z.number(),
  /** Earliest and latest time in the transcript, in milliseconds; null without times. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
});

export const graphEdge = z.object({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  type: z.string(),
  count: z.number(),
  polarity: polarityCounts,
  derived: z.boolean(),
  /** Of the first 50 pieces of evidence; of 10 to 50 of each if a part has more than 200 relationships. */
  support: list(support),
});
export type GraphEdge = z.infer<typeof graphEdge>;

/** A part of the graph: entities, and the relationships between them. */
export const graphPart = z.object({
  nodes: list(graphNode),
  edges: list(graphEdge),
  transcripts: list(z.object({ file: z.string(), date: z.string().nullable() })),
  speakers: list(z.object({ id: z.string().nullable(), name: z.string() })),
  /** The size of the whole graph. */
  total: z.object({ entities: z.number(), relationships: z.number() }),
});
export type GraphPart = z.infer<typeof graphPart>;

/**
 * Where a part of the graph starts. `telling`: the entities of the best supported claims. `entities`: these, with their
 * nearest neighbours. `words`: the entities that the best chunks of a search mention. `known` entities are shown already: their
 * relationships with the new ones are part of the answer.
 */
export const graphRequest = z.strictObject({
  start: z.union([
    z.strictObject({ telling: z.literal(true) }),
    z.strictObject({ entities: z.array(z.string().max(200)).min(1).max(50) }),
    z.strictObject({ words: z.string().min(1).max(1_000) }),
  ]),
  known: z.array(z.string().max(200)).max(5_000).default([]),
  /** The most new entities. */
  limit: z.number().int().min(1).max(2_000).default(150),
});
export type GraphRequest = z.input<typeof graphRequest>;
