import {
  CallError,
  type CallOptions,
  type EmbeddingModel,
  type EmbeddingReply,
  type LimitReading,
  type Usage,
} from "../../ports/index.ts";
import { openConnection } from "./connection/connection.ts";
import { EmbeddingCalls } from "./embedding-calls.ts";
import { describeEndpoint, nameSilent } from "./endpoint.ts";
import type { ModelSpec } from "./model-spec.ts";
import { loadProvider } from "./provider.ts";

/** Few enough that a failed call costs little, and many enough that the limit of calls does not bind. */
const TEXTS_PER_CALL = 256;
/** OpenAI allows 300,000 by its own count, which may be much higher than an estimate from characters. */
const TOKENS_PER_CALL = 100_000;

/** The cost of one word. */
const WORD_TOKENS = { inputTokens: 1, maxOutputTokens: 0 };

/** Options of the creation. The listeners are for its call, if it makes one. */
export interface EmbeddingCreation extends Pick<CallOptions, "onRequest" | "onReply"> {
  /** The known dimensions of the model's vectors; null: one short text is embedded to learn them. */
  readonly knownDimensions?: number | null;
  readonly signal?: AbortSignal;
  /** Called with the limits that the reply states. */
  readonly onLimits?: (limits: readonly LimitReading[]) => void;
  /** Called with the usage of that call; null if the provider did not report it. Not called without a call. */
  readonly onUsage?: (usage: Usage | null) => void;
}

/**
 * An embedding model behind the AI SDK's package for its provider, or behind any API that is compatible with OpenAI's.
 * Makes one call if neither the user nor the caller gives the dimensions of its vectors.
 * @throws ColloquyError if the address, the key or the package is missing or wrong
 * @throws CallError if that call fails
 */
export async function createEmbeddingModel(spec: ModelSpec, creation: EmbeddingCreation = {}): Promise<EmbeddingModel> {
  const endpoint = describeEndpoint(spec);
  const provider = await loadProvider(endpoint);
  const connection = await openConnection(endpoint, spec.connections);
  try {
    const calls = new EmbeddingCalls(endpoint, provider, connection, spec.dimensions);
    const most = (await calls.mostTexts()) ?? TEXTS_PER_CALL;
    const known = spec.dimensions ?? creation.knownDimensions ?? null;
    const dimensions = known ?? (await learnDimensions(calls, creation));
    return new ProviderEmbeddingModel(calls, dimensions, Math.min(TEXTS_PER_CALL, most));
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

async function learnDimensions(
  calls: EmbeddingCalls,
  { signal = neverAborted(), onLimits = () => {}, onUsage, ...listeners }: EmbeddingCreation,
): Promise<number> {
  const options: CallOptions = { ...listeners, signal, onLimits };
  const { dimensions, usage } = await calls.learnDimensions(options).catch((error: unknown) => {
    throw nameSilent(calls.endpoint, error, signal);
  });
  onUsage?.(usage);
  return dimensions;
}

class ProviderEmbeddingModel implements EmbeddingModel {
  readonly profile: string;
  readonly dimensions: number;
  /** Local servers cost time. */
  readonly paid = true;
  readonly batchSize: number;
  readonly batchTokens = TOKENS_PER_CALL;
  readonly pingTokens = WORD_TOKENS;
  readonly #calls: EmbeddingCalls;

  constructor(calls: EmbeddingCalls, dimensions: number, batchSize: number) {
    const { provider, model } = calls.endpoint;
    this.profile = `${provider}:${model}${calls.asked === null ? "" : `/${calls.asked}`}`;
    this.dimensions = dimensions;
    this.batchSize = batchSize;
    this.#calls = calls;
  }

  /** Also checks that the vectors have the dimensions that were asked for, or those of the workspace. */
  async ping(options: CallOptions): Promise<Usage | null> {
    const { dimensions, usage } = await this.#calls.learnDimensions(options).catch((error: unknown) => {
      throw nameSilent(this.#calls.endpoint, error, options.signal);
    });
    if (dimensions === this.dimensions) return usage;
    const { name, model } = this.#calls.endpoint;
    throw new CallError(
      "invalid",
      this.#calls.asked === null
        ? `${model} at ${name} returns vectors of ${dimensions} dimensions, but the workspace's vectors have ${this.dimensions}: it is another model under the same name.`
        : `${model} at ${name} returns ${dimensions} dimensions instead of the requested ${this.dimensions}: leave --dimensions out.`,
    );
  }

  embed(texts: readonly string[], options: CallOptions): Promise<EmbeddingReply> {
    return this.#calls.embed(texts, this.dimensions, options);
  }

  async embedQuery(text: string, { signal }: { readonly signal: AbortSignal }): Promise<Float32Array> {
    const { vectors } = await this.embed([text], { signal });
    const [vector] = vectors;
    if (vector?.length === this.dimensions) return vector;
    throw new CallError(
      "invalid",
      `${this.#calls.endpoint.model} returned a vector of ${vector?.length ?? 0} dimensions for the query, but the workspace's vectors have ${this.dimensions}.`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#calls[Symbol.asyncDispose]();
  }
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
