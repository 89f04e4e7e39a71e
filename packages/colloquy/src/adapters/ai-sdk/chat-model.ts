import type { LanguageModelV4 } from "@ai-sdk/provider";
import {
  CallError,
  type CallOptions,
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  replyFacts,
  type Usage,
} from "../../ports/index.ts";
import { callFailure, type CallFailure } from "./failures/call-failure.ts";
import { statedWindow } from "./failures/complaint-kind.ts";
import { chatCall } from "./chat-call.ts";
import { openConnection, type ProviderConnection } from "./connection/connection.ts";
import { readContextTokens } from "./context-tokens.ts";
import { adaptDialect, type Dialect, firstDialect } from "./dialect.ts";
import { describeEndpoint, type Endpoint, nameSilent } from "./endpoint.ts";
import { Exchange } from "./connection/exchange.ts";
import type { ModelSpec } from "./model-spec.ts";
import { loadProvider, type Provider } from "./provider.ts";
import { readStream } from "./read-stream.ts";
import { SMALLEST_TOKENS, SMALLEST_REQUEST } from "./smallest-request.ts";

/** Largest number of characters for each allowed token, including visible reasoning. */
const MAX_CHARACTERS_PER_TOKEN = 16;
/** Characters that are allowed in any case. */
const LEAST_MAX_CHARACTERS = 64_000;
/** Bytes of the events around a token. */
const MAX_BYTES_PER_TOKEN = 1_024;
const LEAST_MAX_BYTES = 4_000_000;
/** The number of steps in which a dialect can become simpler. */
const MOST_ADAPTATIONS = 9;
const NOTHING_READ = { text: "", usage: null, finishReason: "interrupted" } as const;

/**
 * A chat model behind the AI SDK's package for its provider, or behind any API that is compatible with OpenAI's.
 * @throws ColloquyError if the address, the key or the package is missing or wrong
 */
export async function createChatModel(spec: ModelSpec): Promise<ChatModel> {
  return openChatModel(describeEndpoint(spec), spec);
}

/** The same for an endpoint that is already described. */
export async function openChatModel(
  endpoint: Endpoint,
  { connections, contextTokens }: Pick<ModelSpec, "connections" | "contextTokens">,
): Promise<ChatModel> {
  const provider = await loadProvider(endpoint);
  return new ProviderChatModel(endpoint, provider, await openConnection(endpoint, connections), contextTokens);
}

class ProviderChatModel implements ChatModel {
  readonly profile: string;
  readonly pingTokens = SMALLEST_TOKENS;
  readonly #endpoint: Endpoint;
  readonly #provider: Provider;
  readonly #connection: ProviderConnection;
  #dialect: Dialect;
  #model: LanguageModelV4;
  #contextTokens: number | null;
  /** Whether the server was asked for its window. It is asked once, so that further pings are one call. */
  #windowAsked = false;

  constructor(endpoint: Endpoint, provider: Provider, connection: ProviderConnection, contextTokens: number | null) {
    this.profile = `${endpoint.provider}:${endpoint.model}`;
    this.#endpoint = endpoint;
    this.#provider = provider;
    this.#connection = connection;
    this.#dialect = firstDialect(endpoint);
    this.#model = provider.chat(connection.fetch, this.#dialect);
    this.#contextTokens = contextTokens;
  }

  /**
   * The user's number; otherwise, after `ping`, the server's, if it reports one. It becomes smaller if the refusal of a call
   * that was too large states a smaller number.
   */
  get contextTokens(): number | null {
    return this.#contextTokens;
  }

  /** Also learns which parameters the model takes, and how long its context is. */
  async ping(options: CallOptions): Promise<Usage | null> {
    const { usage } = await this.#smallestReply(options).catch((error: unknown) => {
      throw nameSilent(this.#endpoint, error, options.signal);
    });
    if (this.#contextTokens === null && !this.#windowAsked) {
      this.#windowAsked = true;
      this.#contextTokens = await readContextTokens(this.#endpoint, this.#connection, options.signal);
    }
    return usage;
  }

  /** Refused attempts cost nothing, so the usage of the one reply is the usage of all attempts. */
  async #smallestReply(options: CallOptions): Promise<ChatReply> {
    for (let adaptations = 0; ; adaptations++) {
      const before = this.#dialect;
      try {
        const reply = await this.complete(SMALLEST_REQUEST, options);
        options.onReply?.(replyFacts(reply));
        if (reply.interruption !== null) throw reply.interruption;
        return reply;
      } catch (error) {
        if (this.#dialect === before || adaptations === MOST_ADAPTATIONS) throw error;
        options.onRepeat?.();
      }
    }
  }

  async complete(request: ChatRequest, options: CallOptions): Promise<ChatReply> {
    const { signal } = options;
    signal.throwIfAborted();
    const dialect = this.#dialect;
    const tokens = Math.min(request.maxOutputTokens, dialect.maxOutputTokens ?? Infinity);
    const maxReplyBytes = Math.max(LEAST_MAX_BYTES, tokens * MAX_BYTES_PER_TOKEN);
    const isJson = request.schema !== undefined && dialect.format !== "text";
    const asked = { maxOutputTokens: tokens, ...(isJson ? { outputType: "json" as const } : {}) };
    const exchange = new Exchange({ streamed: true, maxReplyBytes, asked }, options);
    const call = { ...chatCall(request, tokens, dialect, this.#provider), abortSignal: signal };
    const maxCharacters = Math.max(LEAST_MAX_CHARACTERS, tokens * MAX_CHARACTERS_PER_TOKEN);
    const { failure, ...read } = await this.#connection.exchanges
      .run(exchange, async () => (await this.#model.doStream(call)).stream)
      .then((stream) => readStream(stream, maxCharacters, options))
      .catch((failure: unknown) => ({ ...NOTHING_READ, failure }));
    const { limits } = exchange;
    if (failure === undefined) {
      this.#connection.prove();
      return { ...read, interruption: null, limits };
    }
    const { error, complaint } = this.#describe(exchange.broken ?? failure, signal);
    if (read.text.trim() !== "" && !isTooLong(error)) return { ...read, interruption: asCallError(error), limits };
    if (complaint === null) throw error;
    if (isTooLarge(error)) throw this.#learnWindow(error, complaint);
    this.#learn(error, dialect, complaint);
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  #describe(failure: unknown, signal: AbortSignal): CallFailure {
    if (signal.aborted) return { error: signal.reason, complaint: null };
    return callFailure(failure, this.#endpoint, this.#connection.proven);
  }

  /** Later calls are sized by the stated window. Returns the error, with advice if no window was stated. */
  #learnWindow(error: CallError, complaint: NonNullable<CallFailure["complaint"]>): CallError {
    const window = statedWindow(complaint);
    if (window !== null) {
      this.#contextTokens = Math.min(window, this.#contextTokens ?? Infinity);
      return error;
    }
    // A call that is too large for a limit a minute has nothing to do with the context.
    if (error.requested !== null || complaint.status === 413) return error;
    const { limits, retryAfterMs } = error;
    const sentence = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
    const advice = "Set the length of the model's context in tokens with --context-window.";
    return new CallError("too-large", `${sentence} ${advice}`, { limits, retryAfterMs, cause: error });
  }

  /** Later calls leave out the parameter that the model refused. Calls that were sent with the same dialect adapt it once. */
  #learn(error: unknown, dialect: Dialect, complaint: NonNullable<CallFailure["complaint"]>): void {
    if (!CallError.isInstance(error) || (error.kind !== "invalid" && error.kind !== "server")) return;
    const adapted = adaptDialect(dialect, complaint);
    if (adapted === null || this.#dialect !== dialect) return;
    this.#dialect = adapted;
    this.#model = this.#provider.chat(this.#connection.fetch, adapted);
  }
}

/** A reply that does not end is useless, unlike one that was cut off. */
function isTooLong(error: unknown): boolean {
  return CallError.isInstance(error) && error.kind === "invalid";
}

function isTooLarge(error: unknown): error is CallError {
  return CallError.isInstance(error) && error.kind === "too-large";
}

function asCallError(reason: unknown): CallError {
  if (CallError.isInstance(reason)) return reason;
  return new CallError("timeout", "The call was cancelled before its reply was complete.", { cause: reason });
}
