import type { OptionKey } from "../config/index.ts";
import { type Configured, chosenOptions } from "./chosen-options.ts";
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

/** What calls cost, how much they may, and what traces hold of them. */
export const SPENDING_OPTIONS = ["maxCost", "prices", "traceContent"] as const satisfies readonly OptionKey[];

/** The model options of a call, for a run of the library: what nobody gave is absent. */
export function runModelOptions(invocation: Configured): RunModelOptions {
  return chosenOptions(invocation, MODEL_OPTIONS);
}

/** As `runModelOptions`, for a search; the chat model tells whether its address and key are the embedding model's too. */
export function queryModelOptions(invocation: Configured): OpenOptions {
  return chosenOptions(invocation, [...QUERY_OPTIONS, "model"]);
}
