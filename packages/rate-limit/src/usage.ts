/**
 * What a call used, as the provider counts it: whole numbers of tokens, from 0 on. Usage with other values counts as not
 * reported. Local adapters report zeros.
 */
export interface Usage {
  readonly inputTokens: number;
  /** The part of `inputTokens` that came from the provider's prompt cache. */
  readonly cachedInputTokens: number;
  /** The part of `inputTokens` that was put into that cache, for which some ask more; absent: none, or not reported. */
  readonly cacheWrittenTokens?: number;
  readonly outputTokens: number;
  /** The part of `outputTokens` that was spent on hidden reasoning. */
  readonly reasoningTokens: number;
}

/** The usage of a call that cost nothing. */
export const NO_USAGE: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
