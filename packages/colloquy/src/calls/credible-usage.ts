import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import type { CallTokens, Usage } from "../ports/index.ts";

/**
 * Bounds for the tokens of a prompt per estimated token (four characters). `most`: a token has at least one byte, and a UTF-16
 * code unit has up to three bytes in UTF-8. `least`: the longest tokens in use (OpenAI's `o200k_base`) have 128 characters,
 * which is 1/32 token per estimated token; a quarter of this, because a schema can be most of a short prompt and is not
 * counted if the server uses it as a grammar.
 */
const INPUT_PER_ESTIMATED = { least: 1 / 128, most: 3 * CHARACTERS_PER_TOKEN } as const;
/** The most tokens that a provider or a proxy adds to a prompt: a template, a tool description, its own rules. */
const MOST_ADDED_TOKENS = 10_000;
/** A reply may exceed `max_tokens` by its end tokens, and some servers check the limit only from time to time. */
const OUTPUT_TOLERANCE = { factor: 2, tokens: 256 } as const;
/** Some providers do not count reasoning tokens in `max_tokens`. This is the largest reasoning budget in use. */
const MOST_REASONING_TOKENS = 200_000;
/** More tokens than any call of any model uses; the bound for calls without expected tokens. */
const MOST_TOKENS_OF_CALL = 100_000_000;
const LONGEST_TOKEN_CHARACTERS = 128;
const MOST_BYTES_PER_UNIT = 3;

/**
 * Checks the reported usage of a call; null if it is implausible. Input and output must be whole numbers, 0 or more. Parts of
 * them (cached, written to the cache, reasoning) are limited to the whole, and 0 if they are not whole numbers. The tokens
 * must be possible for the prompt, the output limit and the reply. These bounds hold for every tokenizer, so usage outside
 * them is an error of the report. With expected tokens of 0, only `MOST_TOKENS_OF_CALL` is a bound.
 * @param text The words of the reply; null if unknown.
 */
export function credibleUsage(reported: Usage, expected: CallTokens, text: string | null): Usage | null {
  const usage = counted(reported);
  if (usage === null || !isInputCredible(usage.inputTokens, expected)) return null;
  return isOutputCredible(usage, expected, text) ? usage : null;
}

/** Custom ports may return values that do not match the type. */
function counted({ inputTokens, outputTokens, ...parts }: Usage): Usage | null {
  if (!isCount(inputTokens) || !isCount(outputTokens)) return null;
  const cachedInputTokens = partOf(inputTokens, parts.cachedInputTokens);
  const cacheWrittenTokens = partOf(inputTokens - cachedInputTokens, parts.cacheWrittenTokens);
  return {
    inputTokens,
    cachedInputTokens,
    ...(cacheWrittenTokens === 0 ? {} : { cacheWrittenTokens }),
    outputTokens,
    reasoningTokens: partOf(outputTokens, parts.reasoningTokens),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS_OF_CALL;
}

function partOf(whole: number, part: unknown): number {
  return isCount(part) ? Math.min(part, whole) : 0;
}

function isInputCredible(tokens: number, { inputTokens: estimated }: CallTokens): boolean {
  if (estimated <= 0) return true;
  const least = Math.floor(estimated * INPUT_PER_ESTIMATED.least);
  return tokens >= least && tokens <= estimated * INPUT_PER_ESTIMATED.most + MOST_ADDED_TOKENS;
}

function isOutputCredible(usage: Usage, { maxOutputTokens: bound }: CallTokens, text: string | null): boolean {
  if (bound <= 0) return true;
  const { reasoningTokens, outputTokens } = usage;
  const written = outputTokens - reasoningTokens;
  const length = text?.length ?? 0;
  // A server that ignores the limit bills the whole text that it sent.
  const most = Math.max(bound * OUTPUT_TOLERANCE.factor + OUTPUT_TOLERANCE.tokens, length * MOST_BYTES_PER_UNIT);
  const least = Math.floor(length / LONGEST_TOKEN_CHARACTERS);
  return outputTokens >= least && written <= most && reasoningTokens <= most + MOST_REASONING_TOKENS;
}
