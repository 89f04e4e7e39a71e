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
  STORE_EXPECTATIONS,
  SWITCH,
  TEXT,
} from "./check-options.ts";
import { RUN_MODEL_OPTIONS, type RunModelOptions } from "./models/model-options.ts";
import type { StampedEvent } from "../pipeline/index.ts";
import type { StoreOptions } from "../stores/index.ts";
import type {
  EmbeddingModel,
  Extractor,
  GraphStore,
  NameJudge,
  Summariser,
  StatementChecker,
  Telemetry,
  VectorStore,
} from "../ports/index.ts";

/**
 * Ports of the caller, who disposes of them. A missing port is the model or the server that the options name, or the
 * embedded default.
 */
export interface IngestPorts {
  readonly extractor?: Extractor;
  readonly embeddingModel?: EmbeddingModel;
  /** Checks the statements that were extracted, also without `verify`. */
  readonly statementChecker?: StatementChecker;
  /** Judges which names mean one thing. */
  readonly nameJudge?: NameJudge;
  /** Writes summaries of transcripts and entities, if `summaries` is set. */
  readonly summariser?: Summariser;
  readonly graphStore?: GraphStore;
  readonly vectorStore?: VectorStore;
  /** Replaces the receivers that the environment names. */
  readonly telemetry?: Telemetry;
}

/** The options of every run on a workspace, with the names and defaults of the command line. */
export interface RunOptions extends RunModelOptions, StoreOptions {
  /**
   * Letters, digits, `-`, `_` and `.`, at most 64; no dot at the start or end; no device name such as `CON`. Default
   * `default`.
   */
  readonly workspace?: string;
  /** The folder of the workspaces. Default `.colloquy`. */
  readonly dataDir?: string;
  /** The log goes to `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
  /** Replaces `{outputDir}/{workspace}/all_files_processings.txt`. */
  readonly logFile?: string;
  /** A YAML file of prices, which override or extend the known prices: see docs/costs.md. */
  readonly prices?: string;
  /** The budget of the run in US dollars. A call that could exceed it is not sent, and the exit code is 4. */
  readonly maxCostUsd?: number;
  /** Includes prompts and replies in traces. */
  readonly traceContent?: boolean;
  /**
   * Asks the model that extracts whether the words say the risky statements, and withdraws those that they do not say.
   */
  readonly verify?: boolean;
  /** As `verify`, for every statement. */
  readonly verifyAll?: boolean;
  readonly skipKg?: boolean;
  readonly skipEmbeddings?: boolean;
  /**
   * When aborted, no call is sent, calls in flight end and are committed, and the run throws `interrupted`. An
   * `exitCode` of the reason is recorded in its reports.
   */
  readonly signal?: AbortSignal;
  /** Receives each event of the run. */
  readonly onEvent?: (event: StampedEvent) => void;
  readonly ports?: IngestPorts;
}

const PORTS: Expectations<IngestPorts> = {
  extractor: portWith("extract"),
  embeddingModel: portWith("embed", "embedQuery"),
  statementChecker: portWith("check"),
  nameJudge: portWith("judge"),
  summariser: portWith("summarise"),
  graphStore: portWith("prepare", "claim", "begin", "upsert", "complete"),
  vectorStore: portWith("prepare", "claim", "begin", "upsert", "complete"),
  telemetry: portWith("run", "links"),
};

export const RUN_OPTIONS: Expectations<RunOptions> = {
  ...RUN_MODEL_OPTIONS,
  ...STORE_EXPECTATIONS,
  workspace: TEXT,
  dataDir: FOLDER,
  outputDir: FOLDER,
  logFile: FILE,
  prices: FILE,
  maxCostUsd: DOLLARS,
  traceContent: SWITCH,
  verify: SWITCH,
  verifyAll: SWITCH,
  skipKg: SWITCH,
  skipEmbeddings: SWITCH,
  signal: SIGNAL,
  onEvent: FUNCTION,
  ports: OBJECT,
};

/** @throws ColloquyError `configuration` for an unknown option or a wrong value. */
export function checkRunOptions<Options extends RunOptions>(
  functionName: string,
  options: Options,
  expectations: Expectations<Options>,
): void {
  checkOptions(functionName, options, expectations);
  checkOptions("ports", options.ports ?? {}, PORTS);
}
