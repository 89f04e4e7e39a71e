import type { CallCost, CallError, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** What a language model is asked. */
export interface ChatRequest {
  /** Constant over a run, so that a provider's prompt cache serves it. */
  readonly system: string;
  readonly prompt: string;
  /** JSON Schema of the reply. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
}

/** `length`: cut off by `maxOutputTokens`. `interrupted`: the connection or the patience ended before the reply did. */
export type FinishReason = "stop" | "length" | "refusal" | "interrupted" | "other";

/** What it answered, or the part of it that came. */
export interface ChatReply {
  readonly text: string;
  /** Null where the provider did not say: a reply that was interrupted, a server that does not count. */
  readonly usage: Usage | null;
  readonly finishReason: FinishReason;
  /** The reason in the provider's own word, such as `end_turn`; absent where there is none. */
  readonly providerFinishReason?: string;
  /** The provider's id of the reply, and the model that wrote it; absent where it does not tell. */
  readonly id?: string;
  readonly model?: string;
  /** What ended an interrupted reply; null otherwise. */
  readonly interruption: CallError | null;
  readonly limits: readonly LimitReading[];
}

/** Asks a language model. One attempt a call, no hidden retries; the reply is streamed, so that a stall is seen. */
export interface ChatModel extends AsyncDisposable {
  /** Names the model and how it is asked: `openai:gpt-4o-mini`. */
  readonly profile: string;
  /** Tokens of prompt and reply together; null where it is not known. */
  readonly contextTokens: number | null;
  /** What `verify` takes of the limits; absent: about as much as nothing. */
  readonly verifyCost?: CallCost;
  /**
   * The smallest call that shows whether calls will be answered: key, model, account, protocol. Resolves with what it
   * used, all its replies together; null where the provider did not say.
   * @throws CallError
   */
  verify(options: CallOptions): Promise<Usage | null>;
  /**
   * When the signal is aborted or the connection lost after a part of the reply came, resolves with that part
   * (`interrupted`): it was paid for.
   * @throws CallError; the signal's reason where nothing had come yet.
   */
  complete(request: ChatRequest, options: CallOptions): Promise<ChatReply>;
}
