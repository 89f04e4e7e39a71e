import { CHARACTERS_PER_TOKEN } from "../../model/index.ts";
import type { CallTokens } from "../../ports/index.ts";

/** Values that are the same for every call of a run. */
export interface PromptFrame {
  /** Characters of the system prompt and the schema. */
  readonly characters: number;
  /** Tokens of prompt and reply together; null when unknown. */
  readonly contextTokens: number | null;
  readonly isReasoning: boolean;
}

/**
 * Tokens of a reply: for the frame of the JSON, and for each chunk nearly twice the usual number (about 220). Many
 * providers charge a larger limit even if it is not used. Chunks that do not fit are requested again.
 */
const OUTPUT_TOKENS = { frame: 400, chunk: 360 } as const;
/**
 * The smallest limit of a reply, if the window allows it: a chunk whose reply is cut off even alone is lost. Where the larger
 * of prompt and `max_tokens` is charged it costs nothing, because instructions, schema and a chunk are longer.
 */
const LEAST_WANTED_TOKENS = 2_000;
/** Tokens of a usual chunk. */
const CHUNK_TOKENS = 500;
/** Reasoning is billed and limited as output, and is several times as long as the rest of a reply. */
const REASONING_FACTOR = 4;
/** An estimate from characters may be too low by this factor and the prompt still fits. */
const ESTIMATE_MARGIN = 1.15;
/** Smaller limits are useless for a reply. With this one the provider may refuse the call, because the context is too small. */
const LEAST_OUTPUT_TOKENS = 256;

/** What a call takes of the limits. The limit of the reply is smaller if the context window is. */
export function tokensOfCall(
  frame: PromptFrame,
  prompt: { readonly text: string; readonly chunks: number },
): CallTokens & { readonly maxOutputTokens: number } {
  const inputTokens = Math.ceil((frame.characters + prompt.text.length) / CHARACTERS_PER_TOKEN);
  const wanted = roomFor(frame, prompt.chunks);
  if (frame.contextTokens === null) return { inputTokens, maxOutputTokens: wanted };
  const left = Math.floor(frame.contextTokens - inputTokens * ESTIMATE_MARGIN);
  return { inputTokens, maxOutputTokens: Math.max(LEAST_OUTPUT_TOKENS, Math.min(wanted, left)) };
}

/** How many tokens of chunks fit in a context window together with their reply: any number if the window is not known. */
export function batchTokensWithin(frame: PromptFrame): number {
  if (frame.contextTokens === null) return Number.MAX_SAFE_INTEGER;
  const factor = thinkingFactor(frame);
  const fixed = (frame.characters / CHARACTERS_PER_TOKEN) * ESTIMATE_MARGIN + OUTPUT_TOKENS.frame * factor;
  const perToken = ESTIMATE_MARGIN + (OUTPUT_TOKENS.chunk * factor) / CHUNK_TOKENS;
  return Math.max(1, Math.floor((frame.contextTokens - fixed) / perToken));
}

function roomFor(frame: PromptFrame, chunks: number): number {
  const answer = Math.max(LEAST_WANTED_TOKENS, OUTPUT_TOKENS.frame + OUTPUT_TOKENS.chunk * chunks);
  return answer * thinkingFactor(frame);
}

function thinkingFactor({ isReasoning }: PromptFrame): number {
  return isReasoning ? REASONING_FACTOR : 1;
}
