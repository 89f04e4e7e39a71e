import { isHttpAddress, isModelName, PRESET_NAMES, type PresetName } from "../../config/index.ts";
import { LARGEST_BATCH } from "../../model/index.ts";
import {
  COUNT,
  COUNT_OR_AUTO,
  type Expectation,
  type Expectations,
  FILE,
  OBJECT,
  oneOf,
  SHARE,
} from "../check-options.ts";

/** Which models are asked, where, and with which keys. Keys are read from the environment or from files, never from here. */
export interface ModelOptions {
  /** `provider:model` that extracts (`openai` where no provider is named). Default: none; rules extract. */
  readonly model?: string;
  /** `provider:model` that embeds. Default: none; words are hashed. */
  readonly embeddingModel?: string;
  /** Address of an OpenAI-compatible server; `OPENAI_BASE_URL` is its default for the provider `openai`. */
  readonly baseUrl?: string;
  /** Default: that of the chat model where the provider is the same. */
  readonly embeddingBaseUrl?: string;
  /** A file of mode 0600 that holds the key. Default: the provider's variable of the environment, such as `OPENAI_API_KEY`. */
  readonly apiKeyFile?: string;
  /** Default: `COLLOQUY_EMBEDDING_API_KEY`, then the key of the chat model where the provider is the same. */
  readonly embeddingApiKeyFile?: string;
  /** Of the vectors, where the model lets one choose. */
  readonly dimensions?: number;
  /** Tokens that the chat model takes, prompt and reply together. Default: what the provider says, or no limit. */
  readonly contextWindow?: number;
  /** Where keys and addresses are looked for. Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** How fast models are asked. Limits are learnt from the provider's replies; these are for those that do not tell. */
export interface LimitOptions {
  /** At most this many calls of a model at once. Default `auto`: as many as the limits, or the ports, take. */
  readonly maxConcurrent?: number | "auto";
  /** Requests and tokens a minute of the chat model. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** The same of the embedding model. */
  readonly embeddingRequestsPerMinute?: number;
  readonly embeddingTokensPerMinute?: number;
  /** How long one call may take, from 1,000 (1 s) to 86,400,000 (24 h). Default 600,000 (10 min). */
  readonly timeoutMs?: number;
  /** How long to wait for a provider that answers no call; the same range and default. */
  readonly giveUpAfterMs?: number;
  /** Fills `maxConcurrent` and `batchSize` where they are not given: 15 x 10, 30 x 12 or 50 x 15. */
  readonly preset?: PresetName;
}

/** What a run needs to know of models. */
export interface RunModelOptions extends ModelOptions, LimitOptions {
  /** A YAML file of the types and relations to look for. Default: the one that is built in. */
  readonly ontology?: string;
  /** Items of which a model is less sure are left out: 0 to 1. Default 0.5. */
  readonly minConfidence?: number;
  /** Chunks a call of the extractor, at most 100. Default 10. */
  readonly batchSize?: number;
}

const MODEL: Expectation = {
  what: "the name of a model, such as `openai:gpt-4o-mini`",
  holds: (value) => typeof value === "string" && isModelName(value),
};
const ADDRESS: Expectation = {
  what: "an address that starts with http:// or https://",
  holds: (value) => typeof value === "string" && isHttpAddress(value),
};
const DURATION_MS: Expectation = {
  what: "a number of milliseconds from 1,000 to 86,400,000",
  holds: (value) => typeof value === "number" && value >= 1_000 && value <= 86_400_000,
};

const BATCH_SIZE: Expectation = {
  what: `a whole number from 1 to ${LARGEST_BATCH}`,
  holds: (value) => COUNT.holds(value) && Number(value) <= LARGEST_BATCH,
};

export const MODEL_OPTIONS: Expectations<ModelOptions> = {
  model: MODEL,
  embeddingModel: MODEL,
  baseUrl: ADDRESS,
  embeddingBaseUrl: ADDRESS,
  apiKeyFile: FILE,
  embeddingApiKeyFile: FILE,
  dimensions: COUNT,
  contextWindow: COUNT,
  environment: OBJECT,
};

export const RUN_MODEL_OPTIONS: Expectations<RunModelOptions> = {
  ...MODEL_OPTIONS,
  ontology: FILE,
  minConfidence: SHARE,
  batchSize: BATCH_SIZE,
  maxConcurrent: COUNT_OR_AUTO,
  requestsPerMinute: COUNT,
  tokensPerMinute: COUNT,
  embeddingRequestsPerMinute: COUNT,
  embeddingTokensPerMinute: COUNT,
  timeoutMs: DURATION_MS,
  giveUpAfterMs: DURATION_MS,
  preset: oneOf(PRESET_NAMES),
};
