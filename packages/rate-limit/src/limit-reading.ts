/** What a provider limits. Some providers limit the tokens of prompts and replies separately. */
export type LimitedResource = "requests" | "tokens" | "inputTokens" | "outputTokens";

/** What a reply reports of one limit. A number that the provider does not give, or gives as -1, is null. */
export interface LimitReading {
  readonly resource: LimitedResource;
  /** How much a window holds: the capacity of the provider's bucket. */
  readonly limit: number | null;
  /** What was left after the call was admitted. */
  readonly remaining: number | null;
  /** Milliseconds until the bucket is full again. */
  readonly resetMs: number | null;
}
