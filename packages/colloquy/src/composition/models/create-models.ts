import type { EmbeddingCreation, ModelSpec } from "../../adapters/ai-sdk/index.ts";
import type { ChatModel, EmbeddingModel } from "../../ports/index.ts";
import type { LimitOptions, ModelOptions } from "./model-options.ts";
import { chatSettings, embeddingSettings, type ModelSettings } from "./model-settings.ts";

/** Sockets of a model without --max-concurrent; they are opened when they are needed. */
const MOST_CONNECTIONS = 1000;

/** The key of a model that gets no call. */
const NO_KEY = "none";

/** An embedding model that can be made once it is known how many dimensions its vectors have. */
export interface NamedEmbeddingModel {
  readonly profile: string;
  /** How many its vectors are to have; null: as many as the model gives, which takes a call to learn. */
  readonly dimensions: number | null;
  create(creation: EmbeddingCreation): Promise<EmbeddingModel>;
}

/**
 * The chat model that the options name; null where they name none. Sends no call.
 * @param isAsked false for a model that will never be asked, and so needs no key.
 * @throws ColloquyError when address, key or package are missing or wrong.
 */
export async function createNamedChatModel(
  options: ModelOptions & LimitOptions,
  isAsked = true,
): Promise<ChatModel | null> {
  const settings = chatSettings(options);
  if (settings === null) return null;
  const { createChatModel } = await import("../../adapters/ai-sdk/index.ts");
  return createChatModel({ ...specOf(settings, options, isAsked), contextTokens: options.contextWindow ?? null });
}

/** As `createNamedChatModel`, of the embedding model. */
export async function findNamedEmbeddingModel(
  options: ModelOptions & LimitOptions,
  isAsked = true,
): Promise<NamedEmbeddingModel | null> {
  const settings = embeddingSettings(options);
  if (settings === null) return null;
  const { createEmbeddingModel } = await import("../../adapters/ai-sdk/index.ts");
  const dimensions = options.dimensions ?? null;
  const spec = { ...specOf(settings, options, isAsked), dimensions };
  // With a number of dimensions, whichever, it is made without a call: that shows whether it can be made at all.
  await using draft = await createEmbeddingModel(spec, { knownDimensions: 1 });
  return { profile: draft.profile, dimensions, create: (creation) => createEmbeddingModel(spec, creation) };
}

function specOf(
  { provider, model, baseUrl, apiKey, keyFrom }: ModelSettings,
  { maxConcurrent }: LimitOptions,
  isAsked: boolean,
): ModelSpec {
  const connections = typeof maxConcurrent === "number" ? maxConcurrent : MOST_CONNECTIONS;
  const key = apiKey ?? (isAsked ? null : NO_KEY);
  return { provider, model, baseUrl, apiKey: key, keyFrom, contextTokens: null, dimensions: null, connections };
}
