import type { Lane } from "./calls.ts";

/** How a call ended. `abandoned`: the caller went away. */
export type Ending = "complete" | "failed" | "lost" | "abandoned";

/** What a lane of the provider saw and did; times are milliseconds since the first call. */
export interface LaneBooks {
  /** Every call that came, whatever became of it. */
  readonly calls: number;
  readonly admitted: number;
  /** 429s of any kind but an exhausted quota and calls that are too large. */
  readonly rateLimited: number;
  readonly tooLarge: number;
  /** Wrong model, wrong request, no quota. */
  readonly refused: number;
  /** Complete replies, with status 200. */
  readonly complete: number;
  readonly failed: number;
  readonly lost: number;
  readonly abandoned: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
  /** Taken from the limit, refunds not taken off. */
  readonly tokensCharged: number;
  readonly tokensRefunded: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly lastDispatchMs: number;
  readonly lastReplyMs: number;
  /** Attempts by what went wrong with them. */
  readonly faults: Readonly<Record<string, number>>;
}

/** What a simulated provider counted. */
export interface Books {
  readonly chat: LaneBooks;
  readonly embeddings: LaneBooks;
  /** Attempts that were admitted, by the hash of their content, in the order of their hashes. */
  readonly prompts: Readonly<Record<string, number>>;
}

/** One call in the log. */
export interface LogEntry {
  readonly lane: Lane;
  /** As the call named it. */
  readonly model: string;
  readonly hash: string;
  /** Among the admitted attempts of this content, from 0; null for a call that was not admitted. */
  readonly attempt: number | null;
  readonly arrivedMs: number;
  readonly endedMs: number;
  /** `complete`, or what went wrong. */
  readonly result: string;
  /** What was made to go wrong with it, which need not show in its end: a reply that is no JSON comes whole. */
  readonly fault: string | null;
  readonly tokensCharged: number;
  /** Of its reply, or of what would have been one, had it come whole. */
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Part of `outputTokens`. */
  readonly reasoningTokens: number;
}
