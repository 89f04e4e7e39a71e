import type { EmbeddingModelV4 } from "@ai-sdk/provider";
import { CallError, type CallOptions, type EmbeddingReply, NO_USAGE, type ReplyFacts } from "../../ports/index.ts";
import { asRecord } from "./as-record.ts";
import { callFailure } from "./failures/call-failure.ts";
import type { ProviderConnection } from "./connection/connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./connection/exchange.ts";
import type { Provider } from "./provider.ts";
import { sendable } from "./sendable.ts";
import { normalise, orderByIndex } from "./vectors.ts";

/** A number of a vector in JSON, with its separators. */
const BYTES_PER_DIMENSION = 40;
const MAX_BYTES_BESIDE = 1_000_000;
/** More than any model has. For dimensions that are not known yet. */
const MOST_DIMENSIONS = 65_536;
const SHORTEST_TEXT = "word";

/** The calls of an embedding model. */
export class EmbeddingCalls implements AsyncDisposable {
  readonly endpoint: Endpoint;
  /** The dimensions in every request; null: requests have none. */
  readonly asked: number | null;
  readonly #model: EmbeddingModelV4;
  readonly #connection: ProviderConnection;

  constructor(endpoint: Endpoint, provider: Provider, connection: ProviderConnection, asked: number | null) {
    this.endpoint = endpoint;
    this.asked = asked;
    this.#model = provider.embedding(connection.fetch);
    this.#connection = connection;
  }

  /** How many texts the provider's package allows in one call; null if it does not state it. */
  async mostTexts(): Promise<number | null> {
    return (await this.#model.maxEmbeddingsPerCall) ?? null;
  }

  /** The dimensions of the vector of a word, and the usage of the call. */
  async learnDimensions(
    options: CallOptions,
  ): Promise<{ readonly dimensions: number; readonly usage: EmbeddingReply["usage"] }> {
    const { vectors, usage } = await this.embed([SHORTEST_TEXT], null, options);
    const dimensions = vectors[0]?.length ?? 0;
    if (dimensions > 0) return { dimensions, usage };
    const { name, model } = this.endpoint;
    throw new CallError("invalid", `${name} returns no vector for a word: ${model} is not an embedding model.`);
  }

  /** @param dimensions of each vector; null if they are not known. */
  async embed(texts: readonly string[], dimensions: number | null, options: CallOptions): Promise<EmbeddingReply> {
    const { signal } = options;
    signal.throwIfAborted();
    if (texts.length === 0) return { vectors: [], usage: null };
    const maxReplyBytes = MAX_BYTES_BESIDE + texts.length * (dimensions ?? MOST_DIMENSIONS) * BYTES_PER_DIMENSION;
    const asked = this.asked === null ? {} : { dimensions: this.asked };
    const exchange = new Exchange({ streamed: false, maxReplyBytes, asked }, options);
    try {
      const call = {
        values: texts.map(asSent),
        abortSignal: signal,
        ...asked,
      };
      const { embeddings, usage, response } = await this.#connection.exchanges.run(exchange, () =>
        this.#model.doEmbed(call),
      );
      this.#connection.prove();
      options.onReply?.(modelIn(response?.body));
      const vectors = orderByIndex(embeddings, response?.body).map(normalise);
      return { vectors, usage: readUsage(usage?.tokens), limits: exchange.limits };
    } catch (failure) {
      if (signal.aborted) throw signal.reason;
      throw this.#describe(exchange.broken ?? failure);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  #describe(failure: unknown): unknown {
    const { error, complaint } = callFailure(failure, this.endpoint, this.#connection.proven);
    if (complaint === null || this.asked === null || !CallError.isInstance(error)) return error;
    const isAboutDimensions = /dimension|matryoshka/i.test(`${complaint.parameter} ${complaint.message}`);
    if (error.kind !== "invalid" || !isAboutDimensions) return error;
    const { model, quote } = this.endpoint;
    return new CallError(
      "invalid",
      `${model} does not support ${this.asked} dimensions: leave --dimensions out, or use a number that it supports. ${quote(complaint.message)}`,
    );
  }
}

function modelIn(body: unknown): Pick<ReplyFacts, "model"> {
  const model = asRecord(body)?.["model"];
  return typeof model === "string" ? { model } : {};
}

/** Replaces an empty text, which providers refuse. */
function asSent(text: string): string {
  return text.trim() === "" ? "." : sendable(text);
}

function readUsage(tokens: number | undefined): EmbeddingReply["usage"] {
  return tokens === undefined ? null : { ...NO_USAGE, inputTokens: tokens };
}
