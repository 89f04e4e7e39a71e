/** What a call used, in whole tokens. */
export interface Usage {
  readonly inputTokens: number;
  /** The part of `inputTokens` that came from the prompt cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** The part of `outputTokens` that was spent on hidden reasoning. */
  readonly reasoningTokens: number;
}

/** The usage of a call that was refused. */
export const NO_USAGE: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
