/** What a provider counts. Some count the tokens of prompt and reply apart. */
export type LimitedResource = "requests" | "tokens" | "inputTokens" | "outputTokens";

/** What a reply said of one limit. A number that the provider did not give, or gave as -1, is null. */
export interface LimitReading {
  readonly resource: LimitedResource;
  /** How much a window holds: the capacity of the provider's bucket. */
  readonly limit: number | null;
  /** What was left of it when the call had been admitted. */
  readonly remaining: number | null;
  /** Milliseconds until the bucket is full again. */
  readonly resetMs: number | null;
}
