import type { ChatReply, FinishReason } from "./chat-model.ts";

/** How a model is asked, beside the words. What is absent is not sent, or not known. */
export interface RequestFacts {
  /** The host that the request goes to, and its port. */
  readonly server?: { readonly address: string; readonly port: number };
  /** Whether the reply is asked for as a stream. */
  readonly streamed?: boolean;
  readonly temperature?: number;
  /** The form that the request asks for; absent where only the prompt does. */
  readonly outputType?: "json";
  /** The most that the reply may have. */
  readonly maxOutputTokens?: number;
  /** How many dimensions are asked for. */
  readonly dimensions?: number;
}

/** What a reply says of itself. What is absent is not told. */
export interface ReplyFacts {
  readonly id?: string;
  /** The model that wrote it, which may be another than the one that was asked. */
  readonly model?: string;
  /** Why it ended, in the provider's own word where there is one: `stop`, `length`, `end_turn`. `error`: it broke off. */
  readonly finishReason?: string;
}

/** Where the provider has no word of its own. `other` has none at all. */
const USUAL_REASONS: Readonly<Partial<Record<FinishReason, string>>> = {
  stop: "stop",
  length: "length",
  refusal: "content_filter",
};

/** What a reply of a chat model says of itself: for `CallOptions.onReply`. */
export function replyFacts({ id, model, finishReason, providerFinishReason }: ChatReply): ReplyFacts {
  const reason = finishReason === "interrupted" ? "error" : (providerFinishReason ?? USUAL_REASONS[finishReason]);
  return {
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(reason === undefined ? {} : { finishReason: reason }),
  };
}
