import { z } from "zod";

/** A list that nobody changes. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** A page of a list. `next` is the `cursor` of the next page; null at the end. */
export const listing = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: list(item), next: z.string().nullable() });

/** Parameters of a page. */
export const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2_000).optional(),
});

export const polarity = z.enum(["stated", "negated", "question", "hypothetical", "implied"]);
export type Polarity = z.infer<typeof polarity>;

/** Numbers of pieces of evidence. */
export const polarityCounts = z.record(polarity, z.number());

/** Times in milliseconds from the beginning; null if the transcript has none. `approximate`: the times are interpolated. */
const times = {
  startMs: z.number().nullable(),
  approximate: z.literal(true).exactOptional(),
  endMs: z.number().nullable(),
};

/** UTF-16 code units of the canonical text; the end is exclusive. */
const offsets = { startOffset: z.number(), endOffset: z.number() };

/** Words of a transcript. */
const words = { chunk: z.string(), speaker: z.string().nullable(), ...times, ...offsets, text: z.string() };

/** Words that support a fact, with their position. */
export const evidence = z.object({
  file: z.string(),
  ...words,
  polarity,
  antecedents: list(z.object(words)).exactOptional(),
});
export type Evidence = z.infer<typeof evidence>;

export const entityReference = z.object({ id: z.string(), name: z.string(), type: z.string() });
export type EntityReference = z.infer<typeof entityReference>;

/** `id` is null for a label without a person. */
export const speakerReference = z.object({ id: z.string().nullable(), name: z.string() });

/** What a judge compared to derive a relationship. */
const comparedName = z.object({
  name: z.string(),
  text: z.string(),
  speaker: z.string().nullable(),
  file: z.string(),
});

export const derivation = z.object({
  judge: z.string(),
  question: z.number(),
  source: comparedName,
  target: comparedName,
});

/** A relationship with the best of its evidence. */
export const claim = z.object({
  source: entityReference,
  type: z.string(),
  target: entityReference,
  count: z.number(),
  polarity: polarityCounts,
  speakers: list(speakerReference.extend({ count: z.number(), transcripts: list(z.string()).exactOptional() })),
  evidence: evidence.nullable(),
  derived: derivation.exactOptional(),
});
export type Claim = z.infer<typeof claim>;

/** A summary in which every sentence cites evidence. */
export const summary = z.object({
  sentences: list(z.object({ text: z.string(), citations: list(z.number()) })),
  citations: list(evidence.extend({ n: z.number() })),
  profile: z.string(),
});
export type Summary = z.infer<typeof summary>;

/** A failure. `code` is that of the library's errors. */
export const problem = z.object({ code: z.string(), message: z.string() });

/** A turn of a transcript: consecutive words of one speaker. */
export const turn = z.object({ speaker: z.string().nullable(), ...times, ...offsets, text: z.string() });
export type Turn = z.infer<typeof turn>;
