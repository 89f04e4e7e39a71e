/** The tokens of a call, estimated before it is sent. What it takes of a provider's limits follows from them. */
export interface CallTokens {
  /** Tokens of the prompt. Characters / 4 is exact enough: the limiter learns the provider's own count. */
  readonly inputTokens: number;
  /** The part of `inputTokens` that all prompts of a run begin with, so that a prompt cache can serve it. Absent: none. */
  readonly sharedInputTokens?: number;
  /** The most tokens that the reply may have (`max_tokens`); 0 where replies have none, as for embeddings. */
  readonly maxOutputTokens: number;
}

/**
 * What a call used, as the provider counts it: whole numbers of tokens, 0 or more. Usage with other values counts as not
 * reported. Local adapters report zeros.
 */
export interface Usage {
  readonly inputTokens: number;
  /** The part of `inputTokens` that came from the provider's prompt cache. */
  readonly cachedInputTokens: number;
  /** The part of `inputTokens` that was written to that cache, which some providers charge more for; absent: none, or not reported. */
  readonly cacheWrittenTokens?: number;
  readonly outputTokens: number;
  /** The part of `outputTokens` that was spent on hidden reasoning. */
  readonly reasoningTokens: number;
}

/** The usage of a call that cost nothing. */
export const NO_USAGE: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
