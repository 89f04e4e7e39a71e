import picomatch from "picomatch";
import { z } from "zod";
import { DEFAULT_MIN_CONFIDENCE, LARGEST_BATCH } from "../model/index.ts";
import {
  CALLING,
  LOGGING,
  type Option,
  PRINTING,
  READING,
  readNumber,
  readSwitch,
  readWholeNumber,
  WITH_CHAT,
  WITH_MODELS,
  WITH_QUERIES,
} from "../options/index.ts";
import { STORE_OPTIONS } from "../stores/index.ts";
import { duration } from "./duration.ts";
import { isHttpAddress, isModelName } from "./model-names.ts";
import { PRESET_NAMES } from "./presets.ts";
import { workspaceName } from "./workspace-name.ts";

const PATH = { schema: z.string().min(1), isPath: true } as const;
const FOLDER = { ...PATH, expected: "a folder", value: "folder" } as const;
const FILE = { ...PATH, expected: "a file", value: "file" } as const;
const MODEL = { schema: z.string().refine(isModelName), value: "provider:model" } as const;
const COUNT = {
  schema: z.int().min(1),
  expected: "a whole number of at least 1",
  read: readWholeNumber,
  value: "number",
} as const;
const ADDRESS = {
  schema: z.string().refine(isHttpAddress),
  expected: "an address that starts with http:// or https://, such as `http://127.0.0.1:8080/v1`",
  value: "address",
} as const;
const DURATION = {
  schema: duration,
  expected: "a time from 1 s to 24 h, such as `90s`, `10m` or `600` (seconds)",
  value: "time",
} as const;
const SWITCH = {
  schema: z.boolean(),
  expected: "true or false",
  read: readSwitch,
  value: null,
  default: false,
} as const;

const glob = z.string().refine(isGlob);

/** Every option, in the order of the help and of the file that `init` writes. */
export const OPTIONS = {
  workspace: {
    schema: workspaceName,
    expected:
      "a name of letters, digits, - _ and . that neither starts nor ends with a dot, has at most 64 characters, and is no name of a device such as CON",
    value: "name",
    help: "graph and index to work on (default: default)",
    commands: PRINTING.filter((command) => command !== "compare" && command !== "parse"),
    default: "default",
    comment: "A workspace is one graph and one index; give each project its own.",
  },
  dataDir: {
    ...FOLDER,
    help: "folder of all workspaces (default: .colloquy)",
    commands: PRINTING.filter((command) => command !== "parse" && command !== "report"),
    default: ".colloquy",
    comment: "The folder of all workspaces: {data-dir}/{workspace}.",
  },
  transcriptsDir: {
    ...FOLDER,
    help: "folder of the transcripts, with its subfolders",
    commands: [...READING, "doctor"],
    comment: "The folder of the transcripts, with all its subfolders.",
    example: "./transcripts",
  },
  include: {
    schema: z.union([glob.transform((only) => [only]), z.array(glob).min(1)]),
    expected: "a glob with every bracket closed (`\\[` is the bracket itself), such as `**/*.vtt`",
    value: "glob",
    help: "read only matching files; may be repeated",
    commands: READING,
    comment: "Read only the files that match one of these globs.",
    example: '["**/*.vtt", "**/*.srt"]',
  },
  outputDir: {
    ...FOLDER,
    help: "folder of logs and reports, in {folder}/{workspace} (default: metrics)",
    commands: [...LOGGING, "doctor", "report"],
    default: "metrics",
    comment: "The folder of logs and reports: {output-dir}/{workspace}/.",
  },
  logFile: {
    ...FILE,
    help: "log file (default: {output-dir}/{workspace}/all_files_processings.txt)",
    commands: LOGGING,
    comment: "The log of all runs, if it is not in the output folder.",
    example: "metrics/default/all_files_processings.txt",
  },
  model: {
    ...MODEL,
    expected: "the name of a model, such as `openai:gpt-4o-mini`",
    help: "language model for extraction and answers (default: rules)",
    commands: WITH_CHAT,
    comment: `The language model for extraction and the embedding model, as provider:model. Without them Colloquy uses rules
and word matching, and calls no model. Keys come from the environment (OPENAI_API_KEY, ...) or from a file of mode 0600.`,
    example: "openai:gpt-4o-mini",
  },
  embeddingModel: {
    ...MODEL,
    expected: "the name of a model, such as `local` or `openai:text-embedding-3-small`",
    help: "model for embeddings: provider:model, or local (default: word matching)",
    commands: WITH_QUERIES,
    example: "openai:text-embedding-3-small",
  },
  modelsDir: {
    ...FOLDER,
    help: "folder of local models (default: the cache folder of the user)",
    commands: WITH_QUERIES,
    comment: `The embedding model can run on this machine, without a key: embedding-model: local, or local:NAME. It is fetched
once, into this folder; or put it there yourself, on a machine without network.`,
    example: "./models",
  },
  resolutionModel: {
    ...MODEL,
    expected: "the name of a model, such as `openai:gpt-4o-mini`",
    help: "language model that judges which names mean one thing (default: rules alone)",
    commands: WITH_MODELS,
    comment: `The language model that is asked about pairs of similar names, with the address and the key of the model for extraction.
Without it names are joined by rules alone, and no pair is asked about.`,
    example: "openai:gpt-4o-mini",
  },
  apiKeyFile: {
    ...FILE,
    help: "file of mode 0600 with the key (default: OPENAI_API_KEY and the like)",
    commands: WITH_QUERIES,
    example: "./key",
  },
  embeddingApiKeyFile: {
    ...FILE,
    help: "file with the embedding model's key (default: COLLOQUY_EMBEDDING_API_KEY)",
    commands: WITH_QUERIES,
    example: "./embedding-key",
  },
  baseUrl: {
    ...ADDRESS,
    help: "address of an OpenAI-compatible server",
    commands: WITH_QUERIES,
    comment: "The address of an OpenAI-compatible server (llama.cpp, Ollama, vLLM, LM Studio, OpenRouter, ...).",
    example: "http://127.0.0.1:8080/v1",
  },
  embeddingBaseUrl: {
    ...ADDRESS,
    help: "address of the embedding model's server (default: --base-url)",
    commands: WITH_QUERIES,
    example: "http://127.0.0.1:8081/v1",
  },
  ...STORE_OPTIONS,
  dimensions: {
    ...COUNT,
    schema: COUNT.schema.max(8192),
    expected: "a whole number from 1 to 8192",
    help: "dimensions of the vectors, for models with a choice",
    commands: WITH_QUERIES,
    comment:
      "Dimensions of the vectors, and tokens of the model's context window, if the model's own values are unsuitable or unknown.",
    example: "512",
  },
  contextWindow: {
    ...COUNT,
    schema: z.int().min(1024),
    expected: "a whole number of tokens of at least 1024",
    value: "tokens",
    help: "tokens of prompt and reply together, for models with an unknown context window",
    commands: [...CALLING, "ask", "serve"],
    example: "8192",
  },
  ontology: {
    ...FILE,
    help: "YAML file of the types and relations to extract",
    commands: CALLING,
    comment: "Your own types and relations for extraction. Items with a lower confidence are left out.",
    example: "./ontology.yaml",
  },
  minConfidence: {
    schema: z.number().min(0).max(1),
    expected: "a number from 0 to 1",
    read: readNumber,
    value: "number",
    help: "leave out items with a lower confidence (default: 0.5)",
    commands: CALLING,
    default: DEFAULT_MIN_CONFIDENCE,
  },
  batchSize: {
    ...COUNT,
    schema: COUNT.schema.max(LARGEST_BATCH),
    expected: `a whole number from 1 to ${LARGEST_BATCH}`,
    help: "chunks per call, at most 100 (default: 10)",
    commands: CALLING,
    default: 10,
    comment: "Chunks per call.",
  },
  summaries: {
    ...SWITCH,
    help: "let the model write summaries of transcripts and entities, with checked citations",
    commands: CALLING,
    comment: `Let the model write a summary of each transcript and of the most mentioned entities. Each sentence cites evidence that is
checked. Without a model, no summary is written.`,
  },
  summaryEntities: {
    ...COUNT,
    schema: z.int().min(0),
    expected: "a whole number of at least 0",
    help: "write summaries of at most this many entities, the most mentioned first (default: 100)",
    commands: CALLING,
    default: 100,
  },
  maxConcurrent: {
    ...COUNT,
    schema: z.union([z.literal("auto"), COUNT.schema.max(10_000)]),
    expected: 'a whole number of at least 1, or "auto"',
    help: "maximum of concurrent calls, or auto (default: auto)",
    commands: CALLING,
    default: "auto",
    comment: "The maximum of concurrent calls: auto, or a number (1 is one after the other).",
  },
  preset: {
    schema: z.enum(PRESET_NAMES),
    expected: "conservative, production or aggressive",
    value: "name",
    help: "conservative (15 calls x 10 chunks), production (30 x 12) or aggressive (50 x 15)",
    commands: CALLING,
    comment: "Sets both: conservative (15 calls x 10 chunks), production (30 x 12) or aggressive (50 x 15).",
    example: "production",
  },
  rpm: {
    ...COUNT,
    help: "requests per minute, if the provider does not report its limit",
    commands: CALLING,
    comment: "Limits per minute of a provider that does not report them: requests and tokens.",
    example: "500",
  },
  tpm: {
    ...COUNT,
    help: "tokens per minute, if the provider does not report its limit",
    commands: CALLING,
    example: "200000",
  },
  embeddingRpm: {
    ...COUNT,
    help: "requests per minute of the embedding model",
    commands: CALLING,
    example: "3000",
  },
  embeddingTpm: {
    ...COUNT,
    help: "tokens per minute of the embedding model",
    commands: CALLING,
    example: "1000000",
  },
  timeout: {
    ...DURATION,
    help: "maximum time of a call: 90s, 10m (default: 10m)",
    commands: [...CALLING, "ask", "serve"],
    default: 600,
    comment: "The maximum time of a call, and the maximum wait for a provider that does not reply to any call.",
    example: "10m",
  },
  giveUpAfter: {
    ...DURATION,
    help: "maximum wait for a provider that does not reply to any call (default: 10m)",
    commands: [...CALLING, "ask", "serve"],
    default: 600,
    example: "10m",
  },
  maxCost: {
    schema: z.number().positive(),
    expected: "a number of US dollars above 0, such as `5` or `0.50`",
    read: readNumber,
    value: "dollars",
    help: "send no call that would raise the total cost above this amount (exit code 4)",
    commands: WITH_CHAT,
    comment:
      "The budget of a run in US dollars. A call that would exceed it is not sent; the same command continues later.",
    example: "5",
  },
  prices: {
    ...FILE,
    expected: "a file of prices, such as `./prices.yaml`",
    help: "YAML file of prices; they replace or complete the known prices",
    commands: WITH_CHAT,
    comment: `Your own prices; they replace or complete the known prices. US dollars a million tokens, one model per line, such as
openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`,
    example: "./prices.yaml",
  },
  traceContent: {
    ...SWITCH,
    help: "include prompts and replies in traces",
    commands: WITH_CHAT,
    comment: `Include prompts and replies in traces. The environment sets the receiver: LANGSMITH_TRACING and LANGSMITH_API_KEY,
or OTEL_EXPORTER_OTLP_ENDPOINT.`,
  },
  limit: {
    ...COUNT,
    help: "process at most this many chunks, spread over all files, for a trial run",
    commands: READING,
    comment: "Process at most this many chunks in a run, for a trial run.",
    example: "20",
  },
  verify: {
    ...SWITCH,
    help: "ask the model whether the words say the risky statements; withdraw those that they do not say",
    commands: CALLING,
    comment: `Ask the model again whether the words say what it found in them: the risky statements, or all statements. A statement
that the words do not say is withdrawn: it is kept apart, with the reason.`,
  },
  verifyAll: { ...SWITCH, help: "as --verify, for all statements", commands: CALLING },
  skipKg: {
    ...SWITCH,
    help: "skip extraction; speakers stay in the graph",
    commands: CALLING,
    comment: "Skip extraction, or the vectors.",
  },
  skipEmbeddings: { ...SWITCH, help: "skip the vectors", commands: CALLING },
  force: { ...SWITCH, help: "process chunks again that are already done", commands: READING, example: null },
  json: {
    ...SWITCH,
    help: "print JSON, one object per line",
    commands: [...PRINTING.filter((command) => command !== "mcp"), "simulate"],
    example: null,
  },
  quiet: {
    ...SWITCH,
    help: "print only requested results and errors",
    commands: [...PRINTING, "init", "simulate"],
    example: null,
  },
  verbose: { ...SWITCH, help: "print more details", commands: PRINTING, example: null },
} as const satisfies Readonly<Record<string, Option>>;

type Table = typeof OPTIONS;
export type OptionKey = keyof Table;

/** All options, each with its value; durations are in seconds. */
export type Options = { [Key in OptionKey]: z.output<Table[Key]["schema"]> };

type Defaulted = { [Key in OptionKey]: Table[Key] extends { readonly default: unknown } ? Key : never }[OptionKey];

/** Options without a default are absent unless they are given. */
export type ResolvedOptions = Readonly<Pick<Options, Defaulted> & Partial<Omit<Options, Defaulted>>>;

export const OPTION_KEYS = Object.keys(OPTIONS) as OptionKey[];

export const DEFAULTS = Object.fromEntries(
  Object.entries<Option>(OPTIONS).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]])),
) as ResolvedOptions;

/** The options of a command, in the order of its help. */
export function optionsOf(command: string): readonly OptionKey[] {
  return OPTION_KEYS.filter((key) => (OPTIONS[key].commands as readonly string[]).includes(command));
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
