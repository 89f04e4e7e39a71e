import {
  CallError,
  type CallOptions,
  type EmbeddingModel,
  type EmbeddingReply,
  type LimitReading,
} from "../../ports/index.ts";
import { describeFailure } from "./call-failure.ts";
import { type Connection, type Exchange, openConnection } from "./connection.ts";
import { describeEndpoint, type Endpoint } from "./endpoint.ts";
import { readLimits } from "./limit-headers.ts";
import type { ModelSpec } from "./model-spec.ts";
import { loadProvider, type Provider } from "./provider.ts";
import { sendable } from "./sendable.ts";
import { normalise, orderByIndex } from "./vectors.ts";

/** Few enough that a failed call costs little, many enough that the number of calls does not bind. */
const TEXTS_PER_CALL = 256;
/** OpenAI takes 300,000 by its own count, which may be well above an estimate from characters. */
const TOKENS_PER_CALL = 100_000;
/** A number of a vector in JSON, with what stands around it. */
const BYTES_PER_DIMENSION = 40;
const MAX_BYTES_BESIDE = 1_000_000;
/** More dimensions than any model gives, while they are unknown. */
const MOST_DIMENSIONS = 65_536;
const SHORTEST_TEXT = "word";

export interface EmbeddingCreation {
  /** How many dimensions the model's vectors are known to have; null: one short text is embedded to learn it. */
  readonly knownDimensions?: number | null;
  readonly signal?: AbortSignal;
}

/**
 * An embedding model behind the AI SDK's package for its provider, or behind any API that is compatible with OpenAI's.
 * Makes one call where neither the user nor the caller says how many dimensions its vectors have.
 * @throws ColloquyError where the address, the key or the package is missing or wrong
 * @throws CallError where that call fails
 */
export async function createEmbeddingModel(spec: ModelSpec, creation: EmbeddingCreation = {}): Promise<EmbeddingModel> {
  const endpoint = describeEndpoint(spec);
  const provider = await loadProvider(endpoint);
  const connection = openConnection(endpoint, spec.connections);
  try {
    const model = provider.embedding(
      connection.fetchFor({ streamed: false, maxReplyBytes: 0, onHead: ignore, onBroken: ignore }),
    );
    const most = (await model.maxEmbeddingsPerCall) ?? TEXTS_PER_CALL;
    const caller = new EmbeddingCaller(endpoint, provider, connection, spec.dimensions);
    const dimensions =
      spec.dimensions ??
      creation.knownDimensions ??
      (await caller.learnDimensions({ signal: creation.signal ?? new AbortController().signal }));
    return new ProviderEmbeddingModel(caller, dimensions, Math.min(TEXTS_PER_CALL, most));
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

/** The calls themselves. */
class EmbeddingCaller {
  readonly endpoint: Endpoint;
  readonly #provider: Provider;
  readonly #connection: Connection;
  /** That are asked for in every call; null: none are. */
  readonly asked: number | null;

  constructor(endpoint: Endpoint, provider: Provider, connection: Connection, asked: number | null) {
    this.endpoint = endpoint;
    this.#provider = provider;
    this.#connection = connection;
    this.asked = asked;
  }

  async learnDimensions(options: CallOptions): Promise<number> {
    const { vectors } = await this.embed([SHORTEST_TEXT], null, options);
    const dimensions = vectors[0]?.length ?? 0;
    if (dimensions > 0) return dimensions;
    throw new CallError(
      "invalid",
      `${this.endpoint.name} gives no vector for a word: ${this.endpoint.model} is no embedding model.`,
    );
  }

  async embed(
    texts: readonly string[],
    dimensions: number | null,
    { signal, onLimits = ignore, onProgress = ignore }: CallOptions,
  ): Promise<EmbeddingReply> {
    signal.throwIfAborted();
    if (texts.length === 0) return { vectors: [], usage: null };
    let limits: readonly LimitReading[] = [];
    let broken: unknown;
    const exchange: Exchange = {
      streamed: false,
      maxReplyBytes: MAX_BYTES_BESIDE + texts.length * (dimensions ?? MOST_DIMENSIONS) * BYTES_PER_DIMENSION,
      onHead(headers) {
        limits = readLimits(headers, Date.now());
        onLimits(limits);
        onProgress(0);
      },
      onBroken(reason) {
        broken = reason;
      },
    };
    try {
      const model = this.#provider.embedding(this.#connection.fetchFor(exchange));
      const reply = await model.doEmbed({
        values: texts.map(asSent),
        abortSignal: signal,
        ...(this.asked === null ? {} : { dimensions: this.asked }),
      });
      this.#connection.prove();
      const tokens = reply.usage?.tokens;
      return {
        vectors: orderByIndex(reply.embeddings, reply.response?.body).map(normalise),
        usage: isCount(tokens)
          ? { inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 }
          : null,
        limits,
      };
    } catch (failure) {
      if (signal.aborted) throw signal.reason;
      throw this.#describe(broken ?? failure);
    }
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#connection[Symbol.asyncDispose]();
  }

  #describe(failure: unknown): unknown {
    const { error, complaint } = describeFailure(failure, this.endpoint, this.#connection.proven, Date.now());
    if (complaint === null || this.asked === null || !CallError.isInstance(error) || error.kind !== "invalid")
      return error;
    if (!/dimension|matryoshka|output_?dimensionality/i.test(`${complaint.parameter} ${complaint.message}`))
      return error;
    return new CallError(
      "invalid",
      `${this.endpoint.model} does not give ${this.asked} dimensions: leave --dimensions out, or name a number that it gives. ${this.endpoint.quote(complaint.message)}`.trim(),
    );
  }
}

class ProviderEmbeddingModel implements EmbeddingModel {
  readonly profile: string;
  readonly dimensions: number;
  /** Local servers are paid for with time. */
  readonly paid = true;
  readonly batchSize: number;
  readonly batchTokens = TOKENS_PER_CALL;
  readonly #caller: EmbeddingCaller;

  constructor(caller: EmbeddingCaller, dimensions: number, batchSize: number) {
    const { provider, model } = caller.endpoint;
    this.profile = `${provider}:${model}${caller.asked === null ? "" : `/${caller.asked}`}`;
    this.dimensions = dimensions;
    this.batchSize = batchSize;
    this.#caller = caller;
  }

  /** Also whether the vectors have the dimensions that were asked for, or that the ledger knows. */
  async verify(options: CallOptions): Promise<void> {
    const dimensions = await this.#caller.learnDimensions(options);
    if (dimensions === this.dimensions) return;
    const { name, model } = this.#caller.endpoint;
    throw new CallError(
      "invalid",
      this.#caller.asked === null
        ? `${model} at ${name} gives vectors of ${dimensions} dimensions, but those in the workspace have ${this.dimensions}: it is another model under the same name.`
        : `${model} at ${name} gives ${dimensions} dimensions where ${this.dimensions} were asked for: leave --dimensions out.`,
    );
  }

  embed(texts: readonly string[], options: CallOptions): Promise<EmbeddingReply> {
    return this.#caller.embed(texts, this.dimensions, options);
  }

  async embedQuery(text: string, { signal }: { readonly signal: AbortSignal }): Promise<Float32Array> {
    const { vectors } = await this.embed([text], { signal });
    const [vector] = vectors;
    if (vector?.length === this.dimensions) return vector;
    throw new CallError(
      "invalid",
      `${this.#caller.endpoint.model} gave a vector of ${vector?.length ?? 0} dimensions for the query, but those in the workspace have ${this.dimensions}.`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#caller[Symbol.asyncDispose]();
  }
}

/** Providers refuse an empty text. */
function asSent(text: string): string {
  return text.trim() === "" ? "." : sendable(text);
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}

function ignore(): void {}
