import {
  EMBEDDING_KEY_VARIABLE,
  type Environment,
  type OptionKey,
  optionName,
  readKeyFile,
} from "../../config/index.ts";
import type { ModelOptions } from "./model-options.ts";

/** What the adapters know of providers. */
export interface Providers {
  parseModelName(name: string): { readonly provider: string; readonly model: string };
  /** Provider -> the variable of the environment that holds its key. */
  readonly PROVIDER_KEYS: Readonly<Record<string, string>>;
}

/** A model as it is to be asked. `apiKey` is a secret: it goes to the adapter and nowhere else. */
export interface ModelSettings {
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
}

/** Null where no model is named: a key or an address alone is no consent to spend. */
export function chatSettings(options: ModelOptions, providers: Providers): ModelSettings | null {
  if (options.model === undefined) return null;
  const environment = options.environment ?? process.env;
  const { provider, model } = providers.parseModelName(options.model);
  return {
    provider,
    model,
    baseUrl: options.baseUrl ?? usualAddress(provider, environment),
    apiKey: keyFrom(options.apiKeyFile, "apiKeyFile") ?? usualKey(provider, environment, providers),
  };
}

/** As `chatSettings`. What the embedding model has not of its own it takes from a chat model of the same provider. */
export function embeddingSettings(options: ModelOptions, providers: Providers): ModelSettings | null {
  if (options.embeddingModel === undefined) return null;
  const environment = options.environment ?? process.env;
  const { provider, model } = providers.parseModelName(options.embeddingModel);
  const shares = options.model === undefined || providers.parseModelName(options.model).provider === provider;
  return {
    provider,
    model,
    baseUrl: options.embeddingBaseUrl ?? (shares ? options.baseUrl : undefined) ?? usualAddress(provider, environment),
    apiKey:
      keyFrom(options.embeddingApiKeyFile, "embeddingApiKeyFile") ??
      said(environment[EMBEDDING_KEY_VARIABLE]) ??
      (shares ? keyFrom(options.apiKeyFile, "apiKeyFile") : null) ??
      usualKey(provider, environment, providers),
  };
}

function usualAddress(provider: string, environment: Environment): string | null {
  return provider === "openai" ? said(environment.OPENAI_BASE_URL) : null;
}

function usualKey(provider: string, environment: Environment, { PROVIDER_KEYS }: Providers): string | null {
  const variable = PROVIDER_KEYS[provider];
  return variable === undefined ? null : said(environment[variable]);
}

function keyFrom(file: string | undefined, option: OptionKey): string | null {
  return file === undefined ? null : readKeyFile(file, optionName(option), process.cwd());
}

/** An empty variable counts as not set. */
function said(text: string | undefined): string | null {
  return text?.trim() || null;
}
