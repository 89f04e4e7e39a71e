import { z } from "zod";
import { evidence, list } from "./shapes.ts";

const range = z.object({ startOffset: z.number(), endOffset: z.number() });

/** A found chunk. `match` are the words that match best. */
export const hit = z.object({
  score: z.number(),
  chunk: z.string(),
  file: z.string(),
  speaker: z.string().nullable(),
  startMs: z.number().nullable(),
  approximate: z.literal(true).exactOptional(),
  endMs: z.number().nullable(),
  startOffset: z.number(),
  endOffset: z.number(),
  text: z.string(),
  match: range,
  said: range,
  duplicates: list(
    z.object({
      chunk: z.string(),
      file: z.string(),
      startMs: z.number().nullable(),
      startOffset: z.number(),
      endOffset: z.number(),
    }),
  ).exactOptional(),
});
export type Hit = z.infer<typeof hit>;

export const searchQuery = z.object({
  words: z.string().min(1).max(1_000),
  /** May be repeated: paths or globs. */
  file: z.union([z.string(), z.array(z.string())]).optional(),
  speaker: z.string().max(500).optional(),
  exact: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const searchResult = z.object({
  hits: list(hit),
  /** Whether a larger limit gives more hits. */
  more: z.boolean(),
  /** Whether the best hit is likely right. */
  found: z.boolean(),
  /** Words that no chunk has in any form. */
  absent: list(z.string()),
});
export type SearchResult = z.infer<typeof searchResult>;

export const question = z.strictObject({
  question: z.string().min(1).max(4_000),
  files: z.array(z.string().max(1_000)).max(100).optional(),
  speaker: z.string().max(500).optional(),
  /** The id of the conversation that it continues. Default: a new one. */
  conversation: z.string().max(100).optional(),
});
export type Question = z.input<typeof question>;

const sentence = z.object({ text: z.string(), citations: list(z.number()) });
const citation = evidence.extend({ n: z.number() });

/** An answer with all that it cites. */
export const answer = z.object({
  /** The id of the conversation in which it is kept; null if it is not kept. */
  conversation: z.string().nullable(),
  question: z.string(),
  answer: list(sentence),
  citations: list(citation),
  answered: z.boolean(),
  /** Whether the sentences are words of the transcripts, because no model writes answers. */
  extractive: z.boolean(),
  /** The words nearest to the question, if it is not answered. */
  nearest: evidence.nullable(),
  /** US dollars; null: not known. */
  costUsd: z.number().nullable(),
  outcome: z.enum(["completed", "budget-reached"]),
  /** Words of the question that no chunk has. */
  missing: list(z.string()),
});
export type Answer = z.infer<typeof answer>;

/** Events of the stream of an answer, by name. */
export const answerEvents = {
  sentence: z.object({ sentence, added: list(citation) }),
  answer,
  problem: z.object({ code: z.string(), message: z.string() }),
};
export type AnswerSentence = z.infer<typeof sentence>;
export type Citation = z.infer<typeof citation>;

/** An earlier question with its answer. */
export const keptAnswer = z.object({
  conversation: z.string(),
  question: z.string(),
  time: z.string(),
  answer: list(sentence),
  citations: list(citation),
  answered: z.boolean(),
  /** The model that wrote it; null for an extractive answer. */
  profile: z.string().nullable(),
});
export type KeptAnswer = z.infer<typeof keptAnswer>;
