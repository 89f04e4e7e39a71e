import type { CallTokens, CallError, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions, ReplyFacts } from "./call-options.ts";

/** One message of a conversation with a language model. */
export interface ChatMessage {
  /** `assistant`: what the model replied earlier. */
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** A request to a language model. */
export interface ChatRequest {
  /** Instructions; empty for none. Constant over a run, so that a provider's prompt cache serves them. */
  readonly system: string;
  /** The conversation so far. It ends with a message of the user; a single prompt is one message. */
  readonly messages: readonly ChatMessage[];
  /** JSON Schema of the reply; absent for free text. */
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
}

/**
 * `length`: truncated at `maxOutputTokens`. `interrupted`: the call was aborted or its connection lost before the reply
 * was complete.
 */
export type FinishReason = "stop" | "length" | "refusal" | "interrupted" | "other";

/** The reply of a model, or the part of it that was received. */
export interface ChatReply {
  readonly text: string;
  /** Null if the provider did not report it, as for an interrupted reply. */
  readonly usage: Usage | null;
  readonly finishReason: FinishReason;
  /** The reason in the provider's own word, such as `end_turn`; absent if it gives none. */
  readonly providerFinishReason?: string;
  /** The provider's id of the reply, and the model that wrote it; absent if it reports none. */
  readonly id?: string;
  readonly model?: string;
  /** The error that interrupted the reply; null for a complete reply. */
  readonly interruption: CallError | null;
  readonly limits: readonly LimitReading[];
}

/** A language model. One attempt per call, no hidden retries. The reply is streamed, so that a stall is detected. */
export interface ChatModel extends AsyncDisposable {
  /** Names the model and how it is called: `openai:gpt-4o-mini`. */
  readonly profile: string;
  /** Tokens of prompt and reply together; null if it is not known. */
  readonly contextTokens: number | null;
  /** The most tokens of `ping`; absent: negligible. */
  readonly pingTokens?: CallTokens;
  /**
   * The smallest call that shows whether the model replies: it checks key, model, account and protocol. Resolves with
   * the usage of all its attempts together; null if the provider did not report it.
   * @throws CallError
   */
  ping(options: CallOptions): Promise<Usage | null>;
  /**
   * Sends a request. When the signal is aborted or the connection is lost after a part of the reply was received, it
   * resolves with that part (`interrupted`), which was paid for.
   * @throws CallError; the signal's reason if nothing was received.
   */
  complete(request: ChatRequest, options: CallOptions): Promise<ChatReply>;
}

/** The words for a provider without its own words. `other` has no word. */
const DEFAULT_REASONS: Readonly<Partial<Record<FinishReason, string>>> = {
  stop: "stop",
  length: "length",
  refusal: "content_filter",
};

/** The facts of a chat model's reply, for `CallOptions.onReply`. */
export function replyFacts({ id, model, finishReason, providerFinishReason }: ChatReply): ReplyFacts {
  const reason = finishReason === "interrupted" ? "error" : (providerFinishReason ?? DEFAULT_REASONS[finishReason]);
  return {
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(reason === undefined ? {} : { finishReason: reason }),
  };
}
