import { LARGEST_BATCH } from "../model/index.ts";
import type { OptionKey } from "./options.ts";
import { SERVER_EXPECTATIONS } from "./server-names.ts";

const FOLDER = "a folder";
const FILE = "a file";
const COUNT = "a whole number of at least 1";
const SWITCH = "true or false";
const MODEL = "the name of a model, such as `openai:gpt-4o-mini`";
const ADDRESS = "an address that starts with http:// or https://, such as `http://127.0.0.1:8080/v1`";
const DURATION = "a time from 1 s to 24 h, such as `90s`, `10m` or `600` (seconds)";

/** The expected value of each option, for messages. */
export const EXPECTATIONS: Readonly<Record<OptionKey, string>> = {
  workspace:
    "a name of letters, digits, - _ and . that neither starts nor ends with a dot, has at most 64 characters, and is no name of a device such as CON",
  dataDir: FOLDER,
  transcriptsDir: FOLDER,
  include: "a glob with every bracket closed (`\\[` is the bracket itself), such as `**/*.vtt`",
  outputDir: FOLDER,
  logFile: FILE,
  model: MODEL,
  embeddingModel: "the name of a model, such as `openai:text-embedding-3-small`",
  baseUrl: ADDRESS,
  embeddingBaseUrl: ADDRESS,
  apiKeyFile: FILE,
  embeddingApiKeyFile: FILE,
  ...SERVER_EXPECTATIONS,
  ontology: FILE,
  minConfidence: "a number from 0 to 1",
  dimensions: "a whole number from 1 to 8192",
  contextWindow: "a whole number of tokens of at least 1024",
  preset: "conservative, production or aggressive",
  batchSize: `a whole number from 1 to ${LARGEST_BATCH}`,
  maxConcurrent: 'a whole number of at least 1, or "auto"',
  rpm: COUNT,
  tpm: COUNT,
  embeddingRpm: COUNT,
  embeddingTpm: COUNT,
  timeout: DURATION,
  giveUpAfter: DURATION,
  limit: COUNT,
  maxCost: "a number of US dollars above 0, such as `5` or `0.50`",
  prices: "a file of prices, such as `./prices.yaml`",
  traceContent: SWITCH,
  force: SWITCH,
  skipKg: SWITCH,
  skipEmbeddings: SWITCH,
  json: SWITCH,
  quiet: SWITCH,
  verbose: SWITCH,
};
