import type { CallCost } from "../../ports/index.ts";

/** What is the same of every call of a run. */
export interface PromptFrame {
  /** Of the system prompt and the schema. */
  readonly characters: number;
  /** Tokens of prompt and reply together; null where it is not known. */
  readonly contextTokens: number | null;
  readonly isReasoning: boolean;
}

/** How providers estimate before they count. */
const CHARACTERS_PER_TOKEN = 4;
/** Room in a reply: for the frame of the JSON, and for each passage about the most that the prompt asks for. */
const OUTPUT_TOKENS = { frame: 400, passage: 600 } as const;
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
  const wanted = outputTokens(frame, prompt.passages);
  if (frame.contextTokens === null) return { inputTokens, maxOutputTokens: wanted };
  const left = Math.floor(frame.contextTokens - inputTokens * ESTIMATE_MARGIN);
  return { inputTokens, maxOutputTokens: Math.max(LEAST_OUTPUT_TOKENS, Math.min(wanted, left)) };
}

/** How many tokens of passages fit into a context window, with their reply: any number where it is not known. */
export function batchTokensWithin(frame: PromptFrame): number {
  if (frame.contextTokens === null) return Number.MAX_SAFE_INTEGER;
  const fixed = (frame.characters / CHARACTERS_PER_TOKEN) * ESTIMATE_MARGIN + outputTokens(frame, 0);
  const perToken = ESTIMATE_MARGIN + (outputTokens(frame, 1) - outputTokens(frame, 0)) / PASSAGE_TOKENS;
  return Math.max(1, Math.floor((frame.contextTokens - fixed) / perToken));
}

function outputTokens({ isReasoning }: PromptFrame, passages: number): number {
  const answer = OUTPUT_TOKENS.frame + OUTPUT_TOKENS.passage * passages;
  return isReasoning ? answer * REASONING_FACTOR : answer;
}
