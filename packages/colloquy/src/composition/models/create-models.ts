import type { EmbeddingCreation, ModelSpec } from "../../adapters/ai-sdk/index.ts";
import { localProfile, openLocalModel, requireTransformers } from "../../adapters/local-embeddings/index.ts";
import { NEVER_ABORTED } from "../../calls/index.ts";
import type { ChatModel, EmbeddingModel } from "../../ports/index.ts";
import type { LimitOptions, ModelOptions } from "./model-options.ts";
import { chatSettings, embeddingSettings, LOCAL, type ModelSettings } from "./model-settings.ts";

/** The most sockets of a model without --max-concurrent. Each is opened when it is needed. */
const MOST_CONNECTIONS = 1000;

/** The placeholder key of a model that is never called. */
const NO_KEY = "none";

export interface NamedCreation extends EmbeddingCreation {
  /** Receives one sentence before a local model is fetched. */
  readonly notify?: (message: string) => void;
}

/** An embedding model that can be created when the number of its dimensions is known. */
export interface NamedEmbeddingModel {
  readonly profile: string;
  /** False: it runs on this machine, its dimensions are known without a call, and its files are fetched at its creation. */
  readonly paid: boolean;
  /** The requested number of dimensions; null: the model's default, which only a call shows. */
  readonly dimensions: number | null;
  create(creation: NamedCreation): Promise<EmbeddingModel>;
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
  if (settings.provider === LOCAL) return localModel(settings.model, options);
  const { createEmbeddingModel } = await import("../../adapters/ai-sdk/index.ts");
  const dimensions = options.dimensions ?? null;
  const spec = { ...specOf(settings, options, isCalled), dimensions };
  // With any number of dimensions no call is needed, and errors in the options show here.
  await using draft = await createEmbeddingModel(spec, { knownDimensions: 1 });
  return { profile: draft.profile, paid: true, dimensions, create: (creation) => createEmbeddingModel(spec, creation) };
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

/** @throws ColloquyError `provider` if the package that runs local models is not installed. */
export function localModel(id: string, { modelsDir, environment = process.env }: ModelOptions): NamedEmbeddingModel {
  requireTransformers();
  return {
    profile: localProfile(id),
    paid: false,
    dimensions: null,
    create: ({ notify = () => undefined, signal = NEVER_ABORTED }) =>
      openLocalModel(id, { modelsDir, environment, notify, signal }),
  };
}
