/** What a call will take of a provider's limits, estimated before it is sent. */
export interface CallCost {
  /** Of the prompt; characters / 4 will do: the limiter learns the provider's own measure. */
  readonly inputTokens: number;
  /** The part of `inputTokens` with which all prompts of the run begin, so that a prompt cache can serve it; absent: none. */
  readonly sharedInputTokens?: number;
  /** The most that the reply may have (`max_tokens`); 0 where there is no such thing, as for embeddings. */
  readonly maxOutputTokens: number;
}
