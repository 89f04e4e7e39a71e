import { localModelId } from "../../adapters/local-embeddings/index.ts";
import { isHttpAddress, type OptionKey, OPTIONS, PRESET_NAMES, type PresetName } from "../../config/index.ts";
import { optionName } from "../../options/index.ts";
import {
  asOnCommandLine,
  COUNT,
  COUNT_OR_AUTO,
  type Expectation,
  type Expectations,
  FILE,
  FOLDER,
  OBJECT,
  oneOf,
  SWITCH,
} from "../check-options.ts";

/**
 * Names, addresses and keys of the models. Keys are read from the environment or from files, never from these options.
 */
export interface ModelOptions {
  /** `provider:model` that extracts; without a provider, `openai`. Default: the rules extract. */
  readonly model?: string;
  /**
   * `provider:model` that embeds; `local` or `local:NAME` for a model that runs on this machine, NAME as on Hugging Face's
   * hub. Default: hashed words.
   */
  readonly embeddingModel?: string;
  /** Folder of local models; missing ones are fetched into it. Default: a folder in the cache folder of the user. */
  readonly modelsDir?: string;
  /**
   * `provider:model` that judges which names mean one thing, with the address and the key of the chat model's options.
   * Default: names are joined by rules alone.
   */
  readonly resolutionModel?: string;
  /** Address of an OpenAI-compatible server; `OPENAI_BASE_URL` is its default for the provider `openai`. */
  readonly baseUrl?: string;
  /** Default: the address of the chat model, when the provider is the same. */
  readonly embeddingBaseUrl?: string;
  /** A file of mode 0600 that holds the key. Default: the provider's variable of the environment, such as `OPENAI_API_KEY`. */
  readonly apiKeyFile?: string;
  /** Default: `COLLOQUY_EMBEDDING_API_KEY`, then the key of the chat model when the provider is the same. */
  readonly embeddingApiKeyFile?: string;
  /** The number of dimensions of the vectors, for models that offer a choice. */
  readonly dimensions?: number;
  /**
   * The context window of the chat model, in tokens of prompt and reply. Default: the provider's value, or no limit.
   */
  readonly contextWindow?: number;
  /** The environment with keys and addresses. Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Rates of calls. Limits are learnt from the provider's replies; set them for providers that do not report limits. */
export interface LimitOptions {
  /** The most calls of a model in flight. Default `auto`: as many as the limits, or the ports, allow. */
  readonly maxConcurrent?: number | "auto";
  /** Requests and tokens per minute of the chat model. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Requests and tokens per minute of the embedding model. */
  readonly embeddingRequestsPerMinute?: number;
  readonly embeddingTokensPerMinute?: number;
  /** Timeout of one call, from 1,000 (1 s) to 86,400,000 (24 h). Default 600,000 (10 min). */
  readonly timeoutMs?: number;
  /** How long a run waits for a provider that does not respond; the same range and default. */
  readonly giveUpAfterMs?: number;
  /** Sets `maxConcurrent` and `batchSize` when they are not given: 15 x 10, 30 x 12 or 50 x 15. */
  readonly preset?: PresetName;
}

/** The model options of a run. */
export interface RunModelOptions extends ModelOptions, LimitOptions {
  /** A YAML file of entity types and relation types. Default: the built-in ontology. */
  readonly ontology?: string;
  /** Items with a lower confidence are dropped: 0 to 1. Default 0.5. */
  readonly minConfidence?: number;
  /** Chunks per call of the extractor, at most 100. Default 10. */
  readonly batchSize?: number;
  /**
   * Whether the chat model writes summaries of the transcripts and of the most mentioned entities, from the evidence in the
   * graph. Default false.
   */
  readonly summaries?: boolean;
  /** The most entities that have a summary, the most mentioned first; 0: transcripts alone. Default 100. */
  readonly summaryEntities?: number;
}

const ADDRESS: Expectation = {
  what: "an address that starts with http:// or https://",
  holds: (value) => typeof value === "string" && isHttpAddress(value),
};
const DURATION_MS: Expectation = {
  what: "a number of milliseconds from 1,000 to 86,400,000",
  holds: (value) => typeof value === "number" && value >= 1_000 && value <= 86_400_000,
};

export const MODEL_OPTIONS: Expectations<ModelOptions> = {
  model: asOnCommandLine(OPTIONS.model),
  embeddingModel: asOnCommandLine(OPTIONS.embeddingModel),
  modelsDir: FOLDER,
  resolutionModel: asOnCommandLine(OPTIONS.resolutionModel),
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
  minConfidence: asOnCommandLine(OPTIONS.minConfidence),
  batchSize: asOnCommandLine(OPTIONS.batchSize),
  summaries: SWITCH,
  summaryEntities: asOnCommandLine(OPTIONS.summaryEntities),
  maxConcurrent: COUNT_OR_AUTO,
  requestsPerMinute: COUNT,
  tokensPerMinute: COUNT,
  embeddingRequestsPerMinute: COUNT,
  embeddingTokensPerMinute: COUNT,
  timeoutMs: DURATION_MS,
  giveUpAfterMs: DURATION_MS,
  preset: oneOf(PRESET_NAMES),
};

/** Sentences about model options without effect. */
export function remarksOnModels(options: ModelOptions & LimitOptions): readonly string[] {
  const { model, embeddingModel, resolutionModel, baseUrl, embeddingBaseUrl } = options;
  if (embeddingModel !== undefined && localModelId(embeddingModel) !== null) return remarksOnLocal(options);
  return [
    baseUrl !== undefined && model === undefined && embeddingModel === undefined && resolutionModel === undefined
      ? "--base-url has no effect, because no model is named: name one with --model or --embedding-model."
      : null,
    embeddingBaseUrl !== undefined && embeddingModel === undefined
      ? "--embedding-base-url has no effect, because no embedding model is named: name one with --embedding-model."
      : null,
  ].filter((remark) => remark !== null);
}

/** The options of an embedding model that a local model does not use, by their names on the command line. */
const OF_PROVIDERS = {
  embeddingBaseUrl: "embeddingBaseUrl",
  embeddingApiKeyFile: "embeddingApiKeyFile",
  dimensions: "dimensions",
  embeddingRequestsPerMinute: "embeddingRpm",
  embeddingTokensPerMinute: "embeddingTpm",
} as const satisfies Partial<Record<keyof (ModelOptions & LimitOptions), OptionKey>>;

function remarksOnLocal(options: ModelOptions & LimitOptions): readonly string[] {
  const { model, embeddingModel, resolutionModel, baseUrl } = options;
  const unused = Object.entries(OF_PROVIDERS).flatMap(([key, option]) =>
    options[key as keyof typeof OF_PROVIDERS] === undefined ? [] : [`--${optionName(option)}`],
  );
  if (baseUrl !== undefined && model === undefined && resolutionModel === undefined) unused.unshift("--base-url");
  return unused.map(
    (flag) => `${flag} has no effect, because the embedding model ${embeddingModel} runs on this machine.`,
  );
}
