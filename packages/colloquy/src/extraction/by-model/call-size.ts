import { CHARACTERS_PER_TOKEN } from "../../model/index.ts";
import type { CallCost } from "../../ports/index.ts";

/** What is the same of every call of a run. */
export interface PromptFrame {
  /** Of the system prompt and the schema. */
  readonly characters: number;
  /** Tokens of prompt and reply together; null where it is not known. */
  readonly contextTokens: number | null;
  readonly isReasoning: boolean;
}

/**
 * Room in a reply: for the frame of the JSON, and for each passage nearly twice what is usual (about 220 tokens). More
 * room is charged by many providers whether it is used or not; what does not fit is asked for again.
 */
const OUTPUT_TOKENS = { frame: 400, passage: 360 } as const;
/**
 * No call gets less, where the window has it: a passage that is cut off even alone is lost. Where the larger of prompt
 * and `max_tokens` is charged it costs nothing more, since instructions, schema and a passage are longer than that.
 */
const LEAST_WANTED_TOKENS = 2_000;
/** A usual passage. */
const PASSAGE_TOKENS = 500;
/** What a model thinks is billed and limited as output, and is several times as long as its answer. */
const REASONING_FACTOR = 4;
/** An estimate by characters may be that much too low before a prompt no longer fits. */
const ESTIMATE_MARGIN = 1.15;
/** Less is no room for an answer: then the provider may say that the context is too small. */
const LEAST_OUTPUT_TOKENS = 256;

/** What a call takes of the limits. The room for the reply shrinks where the context window has no more. */
export function callCost(
  frame: PromptFrame,
  prompt: { readonly text: string; readonly passages: number },
): CallCost & { readonly maxOutputTokens: number } {
  const inputTokens = Math.ceil((frame.characters + prompt.text.length) / CHARACTERS_PER_TOKEN);
  const wanted = roomFor(frame, prompt.passages);
  if (frame.contextTokens === null) return { inputTokens, maxOutputTokens: wanted };
  const left = Math.floor(frame.contextTokens - inputTokens * ESTIMATE_MARGIN);
  return { inputTokens, maxOutputTokens: Math.max(LEAST_OUTPUT_TOKENS, Math.min(wanted, left)) };
}

/** How many tokens of passages fit into a context window, with their reply: any number where it is not known. */
export function batchTokensWithin(frame: PromptFrame): number {
  if (frame.contextTokens === null) return Number.MAX_SAFE_INTEGER;
  const factor = thinkingFactor(frame);
  const fixed = (frame.characters / CHARACTERS_PER_TOKEN) * ESTIMATE_MARGIN + OUTPUT_TOKENS.frame * factor;
  const perToken = ESTIMATE_MARGIN + (OUTPUT_TOKENS.passage * factor) / PASSAGE_TOKENS;
  return Math.max(1, Math.floor((frame.contextTokens - fixed) / perToken));
}

function roomFor(frame: PromptFrame, passages: number): number {
  const answer = Math.max(LEAST_WANTED_TOKENS, OUTPUT_TOKENS.frame + OUTPUT_TOKENS.passage * passages);
  return answer * thinkingFactor(frame);
}

function thinkingFactor({ isReasoning }: PromptFrame): number {
  return isReasoning ? REASONING_FACTOR : 1;
}
