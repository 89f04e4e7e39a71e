import { z } from "zod";
import { claim, entityReference, list } from "./shapes.ts";

/** What a client may do, and with which workspaces. */
export const session = z.object({
  version: z.string(),
  workspaces: list(z.object({ workspace: z.string(), transcripts: z.number() })),
  /** The model that writes answers; null: answers are the best sentences of the transcripts. */
  model: z.string().nullable(),
});
export type Session = z.infer<typeof session>;

/** A transcript in lists. `date` is ISO 8601 (a day, a month or a year) if the file's path has one. */
export const listedTranscript = z.object({
  id: z.string(),
  file: z.string(),
  format: z.string(),
  turns: z.number(),
  characters: z.number(),
  durationMs: z.number().nullable(),
  date: z.string().nullable(),
});
export type ListedTranscript = z.infer<typeof listedTranscript>;

export const listedSpeaker = z.object({
  id: z.string(),
  name: z.string(),
  turns: z.number(),
  talkMs: z.number().nullable(),
  transcripts: z.number(),
  /** The first of the transcripts by its file. It tells people of one name apart. */
  firstFile: z.string(),
});
export type ListedSpeaker = z.infer<typeof listedSpeaker>;

/** Entities that are connected more with each other than with others. */
export const theme = z.object({
  /** The most mentioned first; the first two or three name the theme. */
  entities: list(entityReference.extend({ mentions: z.number() })),
  /** The number of all entities of the theme. */
  size: z.number(),
});

/** Counts that tell how good the graph is. */
export const quality = z.object({
  extracted: z.object({ chunks: z.number(), of: z.number() }),
  embedded: z.object({ chunks: z.number(), of: z.number() }),
  deadLetters: z.number(),
  /** Profiles of the extraction with their chunks, such as a model or the rules. */
  profiles: list(z.object({ profile: z.string(), chunks: z.number() })),
  /** Items of replies: kept, and left out by reason. */
  items: z.object({ kept: z.number(), ungrounded: z.number(), schema: z.number(), lowConfidence: z.number() }),
  checks: z.object({ checked: z.number(), withdrawn: z.number() }),
  /** Entities with a relationship (without CROSS_EPISODE) to another entity, of the most mentioned 1,000. */
  connected: z.object({ entities: z.number(), of: z.number() }),
  /** Shares of right items in reviews by people; empty without a review. `low` and `high`: bounds of a 95 % interval. */
  review: list(
    z.object({
      kind: z.string(),
      answered: z.number(),
      right: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
});

/** What the last resolution changed in the graph, compared with the one before. */
export const changes = z.object({
  transcripts: z.object({ changed: z.number(), removed: z.number() }),
  entities: z.object({ changed: z.number(), removed: z.number() }),
  relationships: z.object({ changed: z.number(), removed: z.number() }),
  quotes: z.object({ changed: z.number(), removed: z.number() }),
  /** Files that were added or changed, at most 20. */
  files: list(z.string()),
  /** The most mentioned entities whose rows changed, at most 20. */
  most: list(entityReference),
});

export const overview = z.object({
  workspace: z.string(),
  counts: z.object({
    transcripts: z.number(),
    chunks: z.number(),
    entities: z.number(),
    relationships: z.number(),
    quotes: z.number(),
    /** Sum of the known durations, in milliseconds; null if no transcript has times. */
    durationMs: z.number().nullable(),
    entityTypes: z.record(z.string(), z.number()),
    relationshipTypes: z.record(z.string(), z.number()),
  }),
  /** In the order of date, then file; at most 500. */
  transcripts: list(listedTranscript),
  /** Those with most turns first, at most 12. */
  people: list(listedSpeaker),
  themes: list(theme),
  /** The claims with most explicit evidence, at most 12. */
  claims: list(claim),
  /** Null before the first resolution. */
  changes: changes.nullable(),
  quality,
});
export type Overview = z.infer<typeof overview>;

/** Names that resemble what a person types. */
export const suggestions = z.object({
  entities: list(entityReference.extend({ mentions: z.number() })),
  transcripts: list(z.object({ id: z.string(), file: z.string() })),
});
export type Suggestions = z.infer<typeof suggestions>;
