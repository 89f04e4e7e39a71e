import {
  checkOptions,
  DOLLARS,
  type Expectations,
  FILE,
  FOLDER,
  FUNCTION,
  OBJECT,
  portWith,
  SIGNAL,
  SWITCH,
  TEXT,
} from "./check-options.ts";
import { RUN_MODEL_OPTIONS, type RunModelOptions } from "./models/model-options.ts";
import type { StampedEvent } from "../pipeline/index.ts";
import { STORE_OPTIONS, type StoreOptions } from "./stores/index.ts";
import type { EmbeddingModel, Extractor, GraphStore, Telemetry, VectorStore } from "../ports/index.ts";

/**
 * Ports of the caller's own; whoever brings one disposes of it. What is absent is the model or the server that the options
 * name, or the embedded default.
 */
export interface IngestPorts {
  readonly extractor?: Extractor;
  readonly embeddingModel?: EmbeddingModel;
  readonly graphStore?: GraphStore;
  readonly vectorStore?: VectorStore;
  /** Takes the place of the receivers that the environment names. */
  readonly telemetry?: Telemetry;
}

/** What every run on a workspace can be told; the names and defaults of the command line. */
export interface RunOptions extends RunModelOptions, StoreOptions {
  /** Letters, digits, `-`, `_` and `.`, not starting or ending with a dot, at most 64; no name of a device such as `CON`. Default `default`. */
  readonly workspace?: string;
  /** Workspaces live in folders of this one. Default `.colloquy`. */
  readonly dataDir?: string;
  /** The log goes to `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
  /** Replaces `{outputDir}/{workspace}/all_files_processings.txt`. */
  readonly logFile?: string;
  /** YAML file of prices, which beat or add to the known ones: see docs/costs.md. */
  readonly prices?: string;
  /** US dollars that the run may spend: the next call that would pass it is not sent, and the exit code is 4. */
  readonly maxCostUsd?: number;
  /** Puts prompts and replies into traces, too. */
  readonly traceContent?: boolean;
  readonly skipKg?: boolean;
  readonly skipEmbeddings?: boolean;
  /** Aborted: no new calls; those that run end and are committed, then the run throws `interrupted`. An `exitCode` of the reason stands in its reports. */
  readonly signal?: AbortSignal;
  /** Called with each event of the run as it happens. */
  readonly onEvent?: (event: StampedEvent) => void;
  readonly ports?: IngestPorts;
}

const PORTS: Expectations<IngestPorts> = {
  extractor: portWith("extract"),
  embeddingModel: portWith("embed", "embedQuery"),
  graphStore: portWith("prepare", "claim", "begin", "upsert", "complete"),
  vectorStore: portWith("prepare", "claim", "begin", "upsert", "complete"),
  telemetry: portWith("run", "links"),
};

export const RUN_OPTIONS: Expectations<RunOptions> = {
  ...RUN_MODEL_OPTIONS,
  ...STORE_OPTIONS,
  workspace: TEXT,
  dataDir: FOLDER,
  outputDir: FOLDER,
  logFile: FILE,
  prices: FILE,
  maxCostUsd: DOLLARS,
  traceContent: SWITCH,
  skipKg: SWITCH,
  skipEmbeddings: SWITCH,
  signal: SIGNAL,
  onEvent: FUNCTION,
  ports: OBJECT,
};

/** @throws ColloquyError `configuration` for an option that is none or of another kind. */
export function checkRunOptions<Options extends RunOptions>(
  functionName: string,
  options: Options,
  expectations: Expectations<Options>,
): void {
  checkOptions(functionName, options, expectations);
  checkOptions("ports", options.ports ?? {}, PORTS);
}
