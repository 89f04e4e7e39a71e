import type { ReplyFacts, RequestFacts } from "./call-facts.ts";
import type { LimitReading } from "@colloquy/rate-limit";

/** What a call of a model, one attempt, is given, and whom it tells how it goes. */
export interface CallOptions {
  /** Aborted when the call has taken too long or nobody wants it any more; its reason is what the call fails with. */
  readonly signal: AbortSignal;
  /** Hears what the reply says of the limits as soon as its head is there, before it is complete. */
  readonly onLimits?: (limits: readonly LimitReading[]) => void;
  /** Hears of each piece of a streamed reply: about how many tokens it holds, 0 for its head. */
  readonly onProgress?: (tokens: number) => void;
  /**
   * Hears that the provider refused the call as it was asked, and that it is sent once more in another way. None but
   * `verify` does so, to learn what a model can be asked for: every other call is one attempt.
   */
  readonly onRepeat?: () => void;
  /** Hears, word for word, what is sent to a model; `system` is null where there are no instructions. Absent unless somebody wants to know. */
  readonly onPrompt?: (prompt: { readonly system: string | null; readonly prompt: string }) => void;
  /** Hears how a model is asked, when the request is sent. Absent unless somebody wants to know. */
  readonly onRequest?: (request: RequestFacts) => void;
  /**
   * Hears what a reply says of itself, when it has ended. An extractor tells it of the replies of its chat model, and
   * `verify` and an embedding model of their own. Absent unless somebody wants to know.
   */
  readonly onReply?: (reply: ReplyFacts) => void;
}
