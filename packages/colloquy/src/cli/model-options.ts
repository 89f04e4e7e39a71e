import type { OptionKey } from "../config/index.ts";
import { type Configured, chosenOptions } from "./chosen-options.ts";
import type { OpenOptions, RunModelOptions, RunOptions } from "./library.ts";

/** The embedding model and its address, for a search. */
export const QUERY_OPTIONS = [
  "embeddingModel",
  "embeddingBaseUrl",
  "embeddingApiKeyFile",
  "baseUrl",
  "apiKeyFile",
  "dimensions",
] as const satisfies readonly OptionKey[];

/** Options with the same name in the library. */
const SAME_MODEL_OPTIONS = [
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
] as const satisfies readonly OptionKey[];

const LIMIT_OPTIONS = [
  "rpm",
  "tpm",
  "embeddingRpm",
  "embeddingTpm",
  "timeout",
  "giveUpAfter",
] as const satisfies readonly OptionKey[];

/** Models and their limits, for a run. */
export const MODEL_OPTIONS = [...SAME_MODEL_OPTIONS, ...LIMIT_OPTIONS] as const;

/** Prices, the budget of a run, and whether traces contain prompts and replies. */
export const SPENDING_OPTIONS = ["maxCost", "prices", "traceContent"] as const satisfies readonly OptionKey[];

/** The model options of a call, for a run of the library. Options without a value have no key. */
export function runModelOptions(invocation: Configured): RunModelOptions {
  const { rpm, tpm, embeddingRpm, embeddingTpm, timeout, giveUpAfter } = chosenOptions(invocation, LIMIT_OPTIONS);
  return {
    ...chosenOptions(invocation, SAME_MODEL_OPTIONS),
    ...(rpm === undefined ? {} : { requestsPerMinute: rpm }),
    ...(tpm === undefined ? {} : { tokensPerMinute: tpm }),
    ...(embeddingRpm === undefined ? {} : { embeddingRequestsPerMinute: embeddingRpm }),
    ...(embeddingTpm === undefined ? {} : { embeddingTokensPerMinute: embeddingTpm }),
    ...(timeout === undefined ? {} : { timeoutMs: 1000 * timeout }),
    ...(giveUpAfter === undefined ? {} : { giveUpAfterMs: 1000 * giveUpAfter }),
  };
}

/** The spending options of a call, for a run of the library. */
export function spendingOptions(invocation: Configured): Pick<RunOptions, "maxCostUsd" | "prices" | "traceContent"> {
  const { maxCost, ...same } = chosenOptions(invocation, SPENDING_OPTIONS);
  return { ...same, ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }) };
}

/** As `runModelOptions`, for a search. The chat model decides whether the embedding model uses its address and key, too. */
export function queryModelOptions(invocation: Configured): OpenOptions {
  return chosenOptions(invocation, [...QUERY_OPTIONS, "model"]);
}
