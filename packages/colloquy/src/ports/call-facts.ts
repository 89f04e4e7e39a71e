import type { ChatReply, FinishReason } from "./chat-model.ts";

/** A request without its words. A fact that is not sent or not known is absent. */
export interface RequestFacts {
  /** The host and the port that the request goes to. */
  readonly server?: { readonly address: string; readonly port: number };
  /** Whether a streamed reply is asked for. */
  readonly streamed?: boolean;
  readonly temperature?: number;
  /** The output form that a parameter of the request asks for; absent where only the prompt asks for one. */
  readonly outputType?: "json";
  /** The largest reply that is allowed. */
  readonly maxOutputTokens?: number;
  /** How many dimensions are asked for. */
  readonly dimensions?: number;
}

/** What a reply states about itself. A fact that it does not state is absent. */
export interface ReplyFacts {
  readonly id?: string;
  /** The model that wrote it, which may differ from the model that was asked. */
  readonly model?: string;
  /** Why it ended, in the provider's own word where it has one: `stop`, `length`, `end_turn`. `error`: it was interrupted. */
  readonly finishReason?: string;
}

/** The words for a provider that has none of its own. `other` has no word. */
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
