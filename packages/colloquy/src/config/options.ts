import picomatch from "picomatch";
import { z } from "zod";
import { DEFAULT_MIN_CONFIDENCE, LARGEST_BATCH } from "../model/index.ts";
import { duration } from "./duration.ts";
import { isHttpAddress, isModelName } from "./model-names.ts";
import { PRESET_NAMES } from "./presets.ts";
import { isCollectionName, isDatabaseName, isNeo4jAddress, isQdrantAddress, isUserName } from "./server-names.ts";
import { workspaceName } from "./workspace-name.ts";

const path = z.string().min(1);
const count = z.int().min(1);
const modelName = z.string().refine(isModelName);
const address = z.string().refine(isHttpAddress);

/**
 * Every option of a configuration. An option has one name everywhere: `--batch-size` as a flag,
 * `COLLOQUY_BATCH_SIZE` in the environment, `batch-size` in a file, `batchSize` in code.
 */
export const optionsSchema = z.strictObject({
  workspace: workspaceName,
  dataDir: path,
  transcriptsDir: path,
  include: z.array(z.string().refine(isGlob)).min(1),
  outputDir: path,
  logFile: path,
  model: modelName,
  embeddingModel: modelName,
  baseUrl: address,
  embeddingBaseUrl: address,
  apiKeyFile: path,
  embeddingApiKeyFile: path,
  neo4jUri: z.string().refine(isNeo4jAddress),
  neo4jUsername: z.string().refine(isUserName),
  neo4jDatabase: z.string().refine(isDatabaseName),
  qdrantUrl: z.string().refine(isQdrantAddress),
  qdrantCollection: z.string().refine(isCollectionName),
  ontology: path,
  minConfidence: z.number().min(0).max(1),
  dimensions: count.max(8192),
  contextWindow: z.int().min(1024),
  preset: z.enum(PRESET_NAMES),
  batchSize: count.max(LARGEST_BATCH),
  maxConcurrent: z.union([z.literal("auto"), count.max(10_000)]),
  rpm: count,
  tpm: count,
  embeddingRpm: count,
  embeddingTpm: count,
  timeout: duration,
  giveUpAfter: duration,
  limit: count,
  maxCost: z.number().positive(),
  prices: path,
  traceContent: z.boolean(),
  force: z.boolean(),
  skipKg: z.boolean(),
  skipEmbeddings: z.boolean(),
  json: z.boolean(),
  quiet: z.boolean(),
  verbose: z.boolean(),
});

/** All options of this version, each with its value; durations are in seconds. */
export type Options = z.infer<typeof optionsSchema>;
export type OptionKey = keyof Options;

type Defaulted =
  | "workspace"
  | "dataDir"
  | "outputDir"
  | "minConfidence"
  | "batchSize"
  | "maxConcurrent"
  | "timeout"
  | "giveUpAfter"
  | "force"
  | "skipKg"
  | "skipEmbeddings"
  | "traceContent"
  | "json"
  | "quiet"
  | "verbose";

/** Options without a default are absent unless they are given. */
export type ResolvedOptions = Readonly<Pick<Options, Defaulted> & Partial<Omit<Options, Defaulted>>>;

export const DEFAULTS: ResolvedOptions = {
  workspace: "default",
  dataDir: ".colloquy",
  outputDir: "metrics",
  minConfidence: DEFAULT_MIN_CONFIDENCE,
  batchSize: 10,
  maxConcurrent: "auto",
  timeout: 600,
  giveUpAfter: 600,
  force: false,
  skipKg: false,
  skipEmbeddings: false,
  traceContent: false,
  json: false,
  quiet: false,
  verbose: false,
};

export const OPTION_KEYS = Object.keys(optionsSchema.shape) as OptionKey[];

/** Paths in a configuration file are relative to that file. */
export const PATH_KEYS: ReadonlySet<OptionKey> = new Set([
  "dataDir",
  "transcriptsDir",
  "outputDir",
  "logFile",
  "apiKeyFile",
  "embeddingApiKeyFile",
  "ontology",
  "prices",
]);

/** `batchSize` -> `batch-size`. */
export function optionName(key: OptionKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Variables of other programs for the same options. The variable `COLLOQUY_...` has precedence. */
export const USUAL_VARIABLES = {
  neo4jUri: "NEO4J_URI",
  neo4jUsername: "NEO4J_USERNAME",
  neo4jDatabase: "NEO4J_DATABASE",
  qdrantUrl: "QDRANT_URL",
} as const satisfies Partial<Record<OptionKey, string>>;

/** `batchSize` -> `COLLOQUY_BATCH_SIZE`. */
export function environmentName(key: OptionKey): string {
  return `COLLOQUY_${optionName(key).replaceAll("-", "_").toUpperCase()}`;
}

/** Whether a text can be a glob: it is not empty, and every opened bracket is closed. */
function isGlob(text: string): boolean {
  if (text.trim() === "") return false;
  try {
    picomatch.makeRe(text, { strictBrackets: true });
    return true;
  } catch (error) {
    // A closing bracket without an opening bracket is a literal character.
    return error instanceof Error && error.message.startsWith("Missing opening");
  }
}
