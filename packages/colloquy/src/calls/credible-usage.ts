import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import type { CallCost, Usage } from "../ports/index.ts";

/**
 * Tokens of a prompt for each that was estimated (of four characters). At most: vocabularies are made of bytes, no token
 * has less than one, and a UTF-16 code unit has up to three in UTF-8. At least: the longest tokens in use (of OpenAI's
 * `o200k_base`) have 128 characters, so that a prompt has a 32nd; a quarter of that, because a schema can be most of a
 * short prompt and reach the model as a grammar that is not counted.
 */
const INPUT_PER_ESTIMATED = { least: 1 / 128, most: 3 * CHARACTERS_PER_TOKEN } as const;
/** Beside its prompt: what a provider or a proxy adds, such as a template, the description of a tool, rules of its own. */
const MOST_ADDED_TOKENS = 10_000;
/** A reply may pass `max_tokens` by tokens that end it; some servers check the bound only now and then. */
const OUTPUT_TOLERANCE = { factor: 2, tokens: 256 } as const;
/** Some providers do not count hidden reasoning to `max_tokens`; it then ends with the largest budget for it in use. */
const MOST_REASONING_TOKENS = 200_000;
/** More than any call of any model takes: for calls of which nothing is known beforehand. */
const MOST_TOKENS_OF_CALL = 100_000_000;
const LONGEST_TOKEN_CHARACTERS = 128;
const MOST_BYTES_PER_UNIT = 3;

/**
 * The usage that is reported of a call; null where it cannot be. Input and output are whole numbers from 0 on: a fraction,
 * a negative number, NaN and text are no counts. A part of them (cached, written to the cache, reasoning) is no more than
 * its whole, and 0 where it is no count. A call uses neither more nor fewer tokens than its prompt, its bound and its reply
 * allow. The bounds are those of any tokenizer, so what lies beyond them is a fault of the report. Where nothing is expected
 * (0), only what no model can do is refused.
 * @param text the words of the reply; null where they are not known.
 */
export function credibleUsage(reported: Usage, expected: CallCost, text: string | null): Usage | null {
  const usage = counted(reported);
  if (usage === null || !isInputCredible(usage.inputTokens, expected)) return null;
  return isOutputCredible(usage, expected, text) ? usage : null;
}

/** A port is implemented by others, whose values need not be of its type. */
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

function isInputCredible(tokens: number, { inputTokens: estimated }: CallCost): boolean {
  if (estimated <= 0) return true;
  const least = Math.floor(estimated * INPUT_PER_ESTIMATED.least);
  return tokens >= least && tokens <= estimated * INPUT_PER_ESTIMATED.most + MOST_ADDED_TOKENS;
}

function isOutputCredible(usage: Usage, { maxOutputTokens: bound }: CallCost, text: string | null): boolean {
  if (bound <= 0) return true;
  const { reasoningTokens, outputTokens } = usage;
  const written = outputTokens - reasoningTokens;
  const length = text?.length ?? 0;
  // A server that ignores the bound writes, and bills, what came.
  const most = Math.max(bound * OUTPUT_TOLERANCE.factor + OUTPUT_TOLERANCE.tokens, length * MOST_BYTES_PER_UNIT);
  const least = Math.floor(length / LONGEST_TOKEN_CHARACTERS);
  return outputTokens >= least && written <= most && reasoningTokens <= most + MOST_REASONING_TOKENS;
}
