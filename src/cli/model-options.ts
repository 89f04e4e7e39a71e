import type { OptionKey, Options } from "../config/index.ts";
import type { Invocation } from "./context.ts";
import type { OpenOptions, RunModelOptions } from "./library.ts";

/** Which embedding model is asked, and where: what a search needs. */
export const QUERY_OPTIONS = [
  "embeddingModel",
  "embeddingBaseUrl",
  "embeddingApiKeyFile",
  "baseUrl",
  "apiKeyFile",
  "dimensions",
] as const satisfies readonly OptionKey[];

/** Everything about models and their limits: what a run needs. */
export const MODEL_OPTIONS = [
  "model",
  "embeddingModel",
  "baseUrl",
  "embeddingBaseUrl",
  "apiKeyFile",
  "embeddingApiKeyFile",
  "ontology",
  "minConfidence",
  "dimensions",
  "contextWindow",
  "preset",
  "batchSize",
  "maxConcurrent",
  "rpm",
  "tpm",
  "embeddingRpm",
  "embeddingTpm",
  "timeout",
  "giveUpAfter",
] as const satisfies readonly OptionKey[];

type Configured = Pick<Invocation, "options" | "configuration">;

/** The model options of a call, for a run of the library: what nobody gave is absent. */
export function runModelOptions(invocation: Configured): RunModelOptions {
  return chosen(invocation, MODEL_OPTIONS);
}

/** As `runModelOptions`, for a search; the chat model tells whether its address and key are the embedding model's too. */
export function queryModelOptions(invocation: Configured): OpenOptions {
  return chosen(invocation, [...QUERY_OPTIONS, "model"]);
}

function chosen<Key extends OptionKey>({ options, configuration }: Configured, keys: readonly Key[]) {
  const entries = keys.map((key) => [key, options[key]] as const).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(entries) as GivenOptions<Key>), environment: configuration.environment };
}

/** An absent option is absent, never undefined. */
type GivenOptions<Key extends OptionKey> = { readonly [Name in Key]?: Options[Name] };
