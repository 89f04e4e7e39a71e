import type { Usage } from "./usage.ts";

export interface ChatRequest {
  /** Constant over a run, so that a provider's prompt cache serves it. */
  readonly system: string;
  readonly prompt: string;
  /** JSON Schema of the reply. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
}

export type FinishReason = "stop" | "length" | "refusal" | "other";

export interface ChatReply {
  readonly text: string;
  readonly usage: Usage;
  readonly finishReason: FinishReason;
  /** Headers as the provider sent them, names in lower case: what it says of its limits. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks a language model. One attempt a call, no hidden retries. */
export interface ChatModel extends AsyncDisposable {
  readonly profile: string;
  complete(request: ChatRequest, options: { readonly signal: AbortSignal }): Promise<ChatReply>;
}
