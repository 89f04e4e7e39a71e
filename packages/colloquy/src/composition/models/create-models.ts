import type { EmbeddingCreation, ModelSpec } from "../../adapters/ai-sdk/index.ts";
import type { ChatModel, EmbeddingModel } from "../../ports/index.ts";
import type { LimitOptions, ModelOptions } from "./model-options.ts";
import { chatSettings, embeddingSettings, type ModelSettings } from "./model-settings.ts";

/** The most sockets of a model without --max-concurrent. Each is opened when it is needed. */
const MOST_CONNECTIONS = 1000;

/** The placeholder key of a model that is never called. */
const NO_KEY = "none";

/** An embedding model that can be created when the number of its dimensions is known. */
export interface NamedEmbeddingModel {
  readonly profile: string;
  /** The requested number of dimensions; null: the model's default, which only a call shows. */
  readonly dimensions: number | null;
  create(creation: EmbeddingCreation): Promise<EmbeddingModel>;
}

/**
 * Creates the chat model that the options name; null when they name no model. Sends no call.
 * @param isCalled false for a model that is never called and so needs no key.
 * @param settings Default: those of the model that extracts.
 * @throws ColloquyError when the address, key or package is missing or wrong.
 */
export async function createNamedChatModel(
  options: ModelOptions & LimitOptions,
  isCalled = true,
  settings = chatSettings(options),
): Promise<ChatModel | null> {
  if (settings === null) return null;
  const { createChatModel } = await import("../../adapters/ai-sdk/index.ts");
  return createChatModel({ ...specOf(settings, options, isCalled), contextTokens: options.contextWindow ?? null });
}

/** As `createNamedChatModel`, for the embedding model. */
export async function findNamedEmbeddingModel(
  options: ModelOptions & LimitOptions,
  isCalled = true,
): Promise<NamedEmbeddingModel | null> {
  const settings = embeddingSettings(options);
  if (settings === null) return null;
  const { createEmbeddingModel } = await import("../../adapters/ai-sdk/index.ts");
  const dimensions = options.dimensions ?? null;
  const spec = { ...specOf(settings, options, isCalled), dimensions };
  // With any number of dimensions no call is needed, and errors in the options show here.
  await using draft = await createEmbeddingModel(spec, { knownDimensions: 1 });
  return { profile: draft.profile, dimensions, create: (creation) => createEmbeddingModel(spec, creation) };
}

function specOf(
  { provider, model, baseUrl, apiKey, keyFrom }: ModelSettings,
  { maxConcurrent }: LimitOptions,
  isCalled: boolean,
): ModelSpec {
  const connections = typeof maxConcurrent === "number" ? maxConcurrent : MOST_CONNECTIONS;
  const key = apiKey ?? (isCalled ? null : NO_KEY);
  return { provider, model, baseUrl, apiKey: key, keyFrom, contextTokens: null, dimensions: null, connections };
}
