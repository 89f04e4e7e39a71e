import type { GraphStore, VectorStore } from "../ports/index.ts";
import {
  checkOptions,
  type Expectation,
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
import type { StampedEvent } from "../pipeline/index.ts";
import { REBUILT_STORES, type RebuiltStore, type StoreOptions } from "../stores/index.ts";

/** The common options of `project` and `verify`: a workspace and its stores. */
export interface StoredWorkspaceOptions extends StoreOptions {
  /** Default `default`. */
  readonly workspace?: string;
  /** The folder of the workspaces. Default `.colloquy`. */
  readonly dataDir?: string;
  /** The log goes to `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
  /** Replaces `{outputDir}/{workspace}/all_files_processings.txt`. */
  readonly logFile?: string;
  /** When aborted, no further batch is read or written, and the call throws `interrupted`. */
  readonly signal?: AbortSignal;
  /** Receives each event. */
  readonly onEvent?: (event: StampedEvent) => void;
  /** Stores of the caller, which replace the stores that the options name. The caller disposes of them. */
  readonly ports?: { readonly graphStore?: GraphStore; readonly vectorStore?: VectorStore };
}

export interface ProjectOptions extends StoredWorkspaceOptions {
  /**
   * The stores to rebuild: the workspace's rows are deleted and written again. Default: the stores that the options
   * name are updated.
   */
  readonly to?: readonly RebuiltStore[];
}

export interface VerifyOptions extends StoredWorkspaceOptions {
  /** Repairs differences. Default false. */
  readonly repair?: boolean;
}

const PORTS: Expectations<NonNullable<StoredWorkspaceOptions["ports"]>> = {
  graphStore: portWith("prepare", "claim", "begin", "upsert", "rows"),
  vectorStore: portWith("prepare", "claim", "begin", "upsert", "rows"),
};

const SHARED: Expectations<StoredWorkspaceOptions> = {
  ...STORE_EXPECTATIONS,
  workspace: TEXT,
  dataDir: FOLDER,
  outputDir: FOLDER,
  logFile: FILE,
  signal: SIGNAL,
  onEvent: FUNCTION,
  ports: OBJECT,
};

const STORES: Expectation = {
  what: `a list of ${REBUILT_STORES.map((store) => `"${store}"`).join(", ")}, at least one`,
  holds: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => REBUILT_STORES.some((store) => store === each)),
};

/** @throws ColloquyError `configuration` for an unknown option or a wrong value. */
export function checkProjectOptions(options: ProjectOptions): void {
  checkOptions<ProjectOptions>("project", options, { ...SHARED, to: STORES });
  checkOptions("ports", options.ports ?? {}, PORTS);
}

/** As `checkProjectOptions`. */
export function checkVerifyOptions(options: VerifyOptions): void {
  checkOptions<VerifyOptions>("verify", options, { ...SHARED, repair: SWITCH });
  checkOptions("ports", options.ports ?? {}, PORTS);
}
