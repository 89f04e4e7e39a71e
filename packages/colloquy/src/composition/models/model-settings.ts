import { type ModelName, parseModelName, PROVIDER_KEYS } from "../../adapters/ai-sdk/model-name.ts";
import { localModelId } from "../../adapters/local-embeddings/index.ts";
import { EMBEDDING_KEY_VARIABLE, type OptionKey, readKeyFile } from "../../config/index.ts";
import { type Environment, optionName } from "../../options/index.ts";
import type { ModelOptions } from "./model-options.ts";

/** The settings of a model. `apiKey` is a secret: only the adapter receives it. */
export interface ModelSettings {
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
  /** The source of the key for messages; null without a key. */
  readonly keyFrom: string | null;
}

interface FoundKey {
  readonly apiKey: string;
  readonly keyFrom: string;
}

const NO_KEY = { apiKey: null, keyFrom: null } as const;

/** The provider of models that run on this machine. They have no address and no key. */
export const LOCAL = "local";

/**
 * Null when no model is named: a key or an address alone is no consent to spend money.
 * @throws ColloquyError `configuration` for an unknown provider, and for a key file that others can read.
 */
export function chatSettings(options: ModelOptions, flag = "--model"): ModelSettings | null {
  if (options.model === undefined) return null;
  const environment = options.environment ?? process.env;
  const { provider, model } = chatName(options.model, options, environment, flag);
  return {
    provider,
    model,
    baseUrl: options.baseUrl ?? defaultAddress(provider, environment),
    ...(fromFile(options.apiKeyFile, "apiKeyFile") ?? fromProvider(provider, environment) ?? NO_KEY),
  };
}

/** As `chatSettings`, for the model that judges names. It uses address and key of the chat model's options. */
export function resolutionSettings({ resolutionModel, ...options }: ModelOptions): ModelSettings | null {
  return resolutionModel === undefined
    ? null
    : chatSettings({ ...options, model: resolutionModel }, "--resolution-model");
}

/** Whether one account of one provider serves the model that judges names and the model that extracts. */
export function isModelOfExtraction(
  options: ModelOptions & { readonly ports?: { readonly extractor?: unknown } },
): boolean {
  if (options.ports?.extractor !== undefined) return false;
  const [extraction, resolution] = [chatSettings(options), resolutionSettings(options)];
  return (["provider", "model", "baseUrl", "apiKey"] as const).every((key) => extraction?.[key] === resolution?.[key]);
}

/** As `chatSettings`, for the embedding model. Missing settings are taken from a chat model of the same provider. */
export function embeddingSettings(options: ModelOptions): ModelSettings | null {
  if (options.embeddingModel === undefined) return null;
  const local = localModelId(options.embeddingModel);
  if (local !== null) return { provider: LOCAL, model: local, baseUrl: null, ...NO_KEY };
  const environment = options.environment ?? process.env;
  const chat = options.model === undefined ? null : chatName(options.model, options, environment);
  const chatAddress = chat === null || chat.provider === "openai" ? options.baseUrl : undefined;
  const { provider, model } = parseModelName({
    name: options.embeddingModel,
    baseUrl: options.embeddingBaseUrl ?? null,
    openaiUrl: options.embeddingBaseUrl ?? chatAddress ?? defaultAddress("openai", environment),
    flags: { model: "--embedding-model", baseUrl: "--embedding-base-url" },
  });
  const shares = chat === null || chat.provider === provider;
  return {
    provider,
    model,
    baseUrl:
      options.embeddingBaseUrl ?? (shares ? options.baseUrl : undefined) ?? defaultAddress(provider, environment),
    ...(fromFile(options.embeddingApiKeyFile, "embeddingApiKeyFile") ??
      fromVariable(EMBEDDING_KEY_VARIABLE, environment) ??
      (shares ? fromFile(options.apiKeyFile, "apiKeyFile") : null) ??
      fromProvider(provider, environment) ??
      NO_KEY),
  };
}

function chatName(name: string, { baseUrl }: ModelOptions, environment: Environment, flag = "--model"): ModelName {
  return parseModelName({
    name,
    baseUrl: baseUrl ?? null,
    openaiUrl: baseUrl ?? defaultAddress("openai", environment),
    flags: { model: flag, baseUrl: "--base-url" },
  });
}

/** The environment variables with a provider key that are set. */
export function keyVariables(environment: Environment): readonly string[] {
  return [...Object.values(PROVIDER_KEYS), EMBEDDING_KEY_VARIABLE].filter(
    (name) => nonEmpty(environment[name]) !== null,
  );
}

function defaultAddress(provider: string, environment: Environment): string | null {
  return provider === "openai" ? nonEmpty(environment.OPENAI_BASE_URL) : null;
}

function fromProvider(provider: string, environment: Environment): FoundKey | null {
  const variable = PROVIDER_KEYS[provider];
  return variable === undefined ? null : fromVariable(variable, environment);
}

function fromVariable(name: string, environment: Environment): FoundKey | null {
  const apiKey = nonEmpty(environment[name]);
  return apiKey === null ? null : { apiKey, keyFrom: name };
}

function fromFile(file: string | undefined, option: OptionKey): FoundKey | null {
  if (file === undefined) return null;
  const name = optionName(option);
  return { apiKey: readKeyFile(file, name, process.cwd()), keyFrom: `the file of ${name}` };
}

/** An empty variable counts as unset. */
function nonEmpty(text: string | undefined): string | null {
  return text?.trim() || null;
}
