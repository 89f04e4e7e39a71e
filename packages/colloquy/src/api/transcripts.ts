import { z } from "zod";
import { entityReference, evidence, list, polarity, speakerReference, summary, turn } from "./shapes.ts";
import { listedTranscript } from "./workspaces.ts";

/** Where a chunk is in a transcript, so that a view can lay out all of it before it has the text. */
export const chunkOutline = z.object({
  id: z.string(),
  ordinal: z.number(),
  startOffset: z.number(),
  endOffset: z.number(),
  startMs: z.number().nullable(),
  endMs: z.number().nullable(),
});
export type ChunkOutline = z.infer<typeof chunkOutline>;

/** A recording of a transcript. `kind` is that of its file. */
export const media = z.object({ kind: z.enum(["audio", "video"]), url: z.string() });

export const transcript = listedTranscript.extend({
  summary: summary.nullable(),
  /** In the order of their first words. `label` is that of the turns; `turns` are those of the label. */
  speakers: list(speakerReference.extend({ label: z.string(), turns: z.number() })),
  /** Null if no recording is known. */
  media: media.nullable(),
  chunks: list(chunkOutline),
  /** The most mentioned entities of it, at most 40. */
  entities: list(entityReference.extend({ mentions: z.number() })),
});
export type Transcript = z.infer<typeof transcript>;

/** Words that mention an entity. `found`: a name was found there afterwards. */
export const mentionMark = z.object({
  entity: z.string(),
  startOffset: z.number(),
  endOffset: z.number(),
  found: z.literal(true).exactOptional(),
});
export type MentionMark = z.infer<typeof mentionMark>;

/** Words that support a relationship. */
export const claimMark = z.object({
  relationship: z.string(),
  source: z.string(),
  type: z.string(),
  target: z.string(),
  polarity,
  startOffset: z.number(),
  endOffset: z.number(),
});
export type ClaimMark = z.infer<typeof claimMark>;

/** A sentence worth quoting. */
export const quoteMark = z.object({ id: z.string(), startOffset: z.number(), endOffset: z.number() });
export type QuoteMark = z.infer<typeof quoteMark>;

/** The turns of a chunk with what the graph says about their words. Ids of entities are keys of `entities`. */
export const annotatedChunk = z.object({
  chunk: z.string(),
  ordinal: z.number(),
  turns: list(turn),
  mentions: list(mentionMark),
  claims: list(claimMark),
  quotes: list(quoteMark),
});
export type AnnotatedChunk = z.infer<typeof annotatedChunk>;

/** A part of a transcript: chunks from an ordinal on. */
export const transcriptText = z.object({
  chunks: list(annotatedChunk),
  entities: z.record(z.string(), entityReference),
});
export type TranscriptText = z.infer<typeof transcriptText>;

export const transcriptTextQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(1).max(50).default(20),
});

/** Words that mention an entity, with their sentence. */
export const occurrence = z.object({
  evidence,
  /** The sentence around the words, from the canonical text. */
  sentence: z.object({ text: z.string(), startOffset: z.number(), endOffset: z.number() }),
  found: z.literal(true).exactOptional(),
});
export type Occurrence = z.infer<typeof occurrence>;
