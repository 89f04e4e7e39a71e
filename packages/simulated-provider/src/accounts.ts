import type { Endpoint } from "./calls.ts";

/** How a call ended. `abandoned`: the caller disconnected. */
export type Ending = "complete" | "failed" | "lost" | "abandoned";

/** The counts of one endpoint. Times are milliseconds since the first call. */
export interface EndpointAccount {
  /** All calls that arrived. */
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
  /** Taken from the limit, without refunds. */
  readonly tokensCharged: number;
  readonly tokensRefunded: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly lastDispatchMs: number;
  readonly lastReplyMs: number;
  /** Attempts by fault. */
  readonly faults: Readonly<Record<string, number>>;
}

/** What a simulated provider counted. */
export interface Accounts {
  readonly chat: EndpointAccount;
  readonly embeddings: EndpointAccount;
  /** Admitted attempts by the hash of their content, in the order of the hashes. */
  readonly prompts: Readonly<Record<string, number>>;
}

/** One call in the log. */
export interface LogEntry {
  readonly endpoint: Endpoint;
  /** As the call named it. */
  readonly model: string;
  readonly hash: string;
  /** Among the admitted attempts of this content, from 0; null for a call that was not admitted. */
  readonly attempt: number | null;
  readonly arrivedMs: number;
  readonly endedMs: number;
  /** `complete`, or the failure. */
  readonly result: string;
  /** The fault of the attempt. It need not show in `result`: a reply that is no JSON is complete. */
  readonly fault: string | null;
  readonly tokensCharged: number;
  /** Of its reply, or of the reply that it would have had without a fault. */
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Part of `outputTokens`. */
  readonly reasoningTokens: number;
}
