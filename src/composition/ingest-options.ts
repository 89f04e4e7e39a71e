import {
  checkOptions,
  COUNT,
  COUNT_OR_AUTO,
  type Expectations,
  FILE,
  FOLDER,
  FUNCTION,
  GLOBS,
  OBJECT,
  portWith,
  SIGNAL,
  SWITCH,
  TEXT,
} from "./check-options.ts";
import type { RunEvent } from "../pipeline/index.ts";
import type { EmbeddingModel, Extractor, GraphStore, VectorStore } from "../ports/index.ts";

/** Ports of the caller's own; whoever brings one disposes of it. What is absent is the embedded default. */
export interface IngestPorts {
  readonly extractor?: Extractor;
  readonly embeddingModel?: EmbeddingModel;
  readonly graphStore?: GraphStore;
  readonly vectorStore?: VectorStore;
}

/** What `ingest` does; the names and defaults of the command line. */
export interface IngestOptions {
  /** The folder with the transcripts. */
  readonly transcriptsDir: string;
  /** Letters, digits, `-`, `_` and `.`, not starting with a dot, at most 64. Default `default`. */
  readonly workspace?: string;
  /** Workspaces live in folders of this one. Default `.colloquy`. */
  readonly dataDir?: string;
  /** The log goes to `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
  /** Replaces `{outputDir}/{workspace}/all_files_processings.txt`. */
  readonly logFile?: string;
  /** Globs, relative to the folder; default: every file. */
  readonly include?: readonly string[];
  /** Chunks a call of the extractor. Default 10. */
  readonly batchSize?: number;
  /** At most this many batches in flight a lane; default `auto`: as many as the ports take. */
  readonly maxConcurrent?: number | "auto";
  /** At most this many pending chunks in this run. */
  readonly limit?: number;
  /** Redo what is settled; with `skipKg` or `skipEmbeddings` only the other. */
  readonly force?: boolean;
  readonly skipKg?: boolean;
  readonly skipEmbeddings?: boolean;
  /** Aborted: no new calls; those that run end and are committed, then `ingest` throws `interrupted`. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  readonly ports?: IngestPorts;
}

const PORTS: Expectations<IngestPorts> = {
  extractor: portWith("extract"),
  embeddingModel: portWith("embed", "embedQuery"),
  graphStore: portWith("prepare", "upsert", "complete"),
  vectorStore: portWith("prepare", "upsert", "complete"),
};

const OPTIONS: Expectations<IngestOptions> = {
  transcriptsDir: { ...FOLDER, required: true },
  workspace: TEXT,
  dataDir: FOLDER,
  outputDir: FOLDER,
  logFile: FILE,
  include: GLOBS,
  batchSize: COUNT,
  maxConcurrent: COUNT_OR_AUTO,
  limit: COUNT,
  force: SWITCH,
  skipKg: SWITCH,
  skipEmbeddings: SWITCH,
  signal: SIGNAL,
  onEvent: FUNCTION,
  ports: OBJECT,
};

/** @throws ColloquyError `configuration` for an option that is none or of another kind. */
export function checkIngestOptions(options: IngestOptions): void {
  checkOptions("ingest", options, OPTIONS);
  checkOptions("ports", options.ports ?? {}, PORTS);
}
