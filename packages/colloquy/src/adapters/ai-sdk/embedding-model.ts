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

/** Few enough that a failed call costs little, many enough that the number of calls does not bind. */
const TEXTS_PER_CALL = 256;
/** OpenAI takes 300,000 by its own count, which may be well above an estimate from characters. */
const TOKENS_PER_CALL = 100_000;

/** Of one word. */
const WORD_COST = { inputTokens: 1, maxOutputTokens: 0 };

/** Its listeners hear of the call that is made where there is one. */
export interface EmbeddingCreation extends Pick<CallOptions, "onRequest" | "onReply"> {
  /** How many dimensions the model's vectors are known to have; null: one short text is embedded to learn it. */
  readonly knownDimensions?: number | null;
  readonly signal?: AbortSignal;
  /** Hears what that call was told of the limits. */
  readonly onLimits?: (limits: readonly LimitReading[]) => void;
  /** Hears what that call used; null where the provider did not say. Not called where there is none. */
  readonly onUsage?: (usage: Usage | null) => void;
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
  /** Local servers are paid for with time. */
  readonly paid = true;
  readonly batchSize: number;
  readonly batchTokens = TOKENS_PER_CALL;
  readonly verifyCost = WORD_COST;
  readonly #calls: EmbeddingCalls;

  constructor(calls: EmbeddingCalls, dimensions: number, batchSize: number) {
    const { provider, model } = calls.endpoint;
    this.profile = `${provider}:${model}${calls.asked === null ? "" : `/${calls.asked}`}`;
    this.dimensions = dimensions;
    this.batchSize = batchSize;
    this.#calls = calls;
  }

  /** Also whether the vectors have the dimensions that were asked for, or that the workspace knows. */
  async verify(options: CallOptions): Promise<Usage | null> {
    const { dimensions, usage } = await this.#calls.learnDimensions(options).catch((error: unknown) => {
      throw nameSilent(this.#calls.endpoint, error, options.signal);
    });
    if (dimensions === this.dimensions) return usage;
    const { name, model } = this.#calls.endpoint;
    throw new CallError(
      "invalid",
      this.#calls.asked === null
        ? `${model} at ${name} gives vectors of ${dimensions} dimensions, but those in the workspace have ${this.dimensions}: it is another model under the same name.`
        : `${model} at ${name} gives ${dimensions} dimensions where ${this.dimensions} were asked for: leave --dimensions out.`,
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
      `${this.#calls.endpoint.model} gave a vector of ${vector?.length ?? 0} dimensions for the query, but those in the workspace have ${this.dimensions}.`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#calls[Symbol.asyncDispose]();
  }
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
