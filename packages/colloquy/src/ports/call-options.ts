import type { LimitReading } from "@colloquy/rate-limit";

/** The signal and the listeners of one attempt of a call. */
export interface CallOptions {
  /** Aborted when the call has taken too long or is cancelled. The call fails with its reason. */
  readonly signal: AbortSignal;
  /** Called with the limits that the head of the reply states, before the reply is complete. */
  readonly onLimits?: (limits: readonly LimitReading[]) => void;
  /** Called for each piece of a streamed reply with its approximate number of tokens; with 0 for the head. */
  readonly onProgress?: (tokens: number) => void;
  /**
   * Called with each piece of the text of a chat reply, in order. Joined, the pieces are the text of the reply, also of an
   * interrupted one.
   */
  readonly onText?: (piece: string) => void;
  /**
   * Called when the provider refused the form of the request and it is sent again in another form. Only `ping` does
   * that, to find the forms that a model accepts; every other call is one attempt.
   */
  readonly onRepeat?: () => void;
  /** Called with the words that are sent to a model; `system` is null without instructions. Absent unless they are recorded. */
  readonly onPrompt?: (prompt: { readonly system: string | null; readonly prompt: string }) => void;
  /** Called when the request is sent. Absent unless it is recorded. */
  readonly onRequest?: (request: RequestFacts) => void;
  /**
   * Called with the facts of a reply when it has ended: by an extractor for the replies of its chat model, by `ping` and
   * by an embedding model for their own. Absent unless they are recorded.
   */
  readonly onReply?: (reply: ReplyFacts) => void;
}

/** A request without its words. A fact that is not sent or not known is absent. */
export interface RequestFacts {
  /** The host and the port that the request goes to. */
  readonly server?: { readonly address: string; readonly port: number };
  /** Whether a streamed reply is requested. */
  readonly streamed?: boolean;
  readonly temperature?: number;
  /** The output form that a parameter of the request sets; absent if only the prompt describes it. */
  readonly outputType?: "json";
  /** The largest reply that the request allows. */
  readonly maxOutputTokens?: number;
  /** The number of requested dimensions. */
  readonly dimensions?: number;
}

/** The facts that a reply states about itself. A missing fact is absent. */
export interface ReplyFacts {
  readonly id?: string;
  /** The model that wrote it, which may differ from the requested model. */
  readonly model?: string;
  /**
   * Why it ended, in the provider's own word if it has one: `stop`, `length`, `end_turn`. `error`: it was interrupted.
   */
  readonly finishReason?: string;
}
