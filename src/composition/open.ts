import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { openSqliteGraphStore } from "../adapters/sqlite/graph-store/index.ts";
import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { openSqliteVectorStore } from "../adapters/sqlite/vector-store/index.ts";
import { ColloquyError } from "../model/index.ts";
import { workspaceStatus } from "../pipeline/index.ts";
import { resolver } from "../resolution/index.ts";
import { checkOptions, type Expectations, FOLDER, OBJECT, portWith } from "./check-options.ts";
import type { IngestPorts } from "./ingest-options.ts";
import { Workspace } from "./workspace.ts";
import { type WorkspaceFolder, workspaceExists, workspaceFolder } from "./workspace-folder.ts";

/** The ports with which a workspace was ingested, where these were the caller's own: reading needs the same. */
export type OpenPorts = Pick<IngestPorts, "graphStore" | "vectorStore" | "embeddingModel">;

export interface OpenOptions {
  /** Where workspaces lie. Default `.colloquy`. */
  readonly dataDir?: string;
  /** Read instead of the embedded stores; whoever brings a port disposes of it. */
  readonly ports?: OpenPorts;
}

const OPTIONS: Expectations<OpenOptions> = { dataDir: FOLDER, ports: OBJECT };
/** Those with which a workspace was ingested may be passed on as they are. */
const PORTS: Expectations<IngestPorts> = {
  extractor: OBJECT,
  graphStore: portWith("entity", "rows"),
  vectorStore: portWith("nearest", "matching"),
  embeddingModel: portWith("embedQuery"),
};

/**
 * Opens a workspace for reading, also while a run is writing it. Reads are synchronous inside: a query takes
 * milliseconds of the calling thread.
 * @throws ColloquyError `invalid-input` when there is no such workspace, or for a name that is none; `configuration` for
 *   options that are none.
 */
export async function open(workspace: string, options: OpenOptions = {}): Promise<Workspace> {
  checkOptions("open", options, OPTIONS);
  checkOptions("ports", options.ports ?? {}, PORTS);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), workspace);
  if (!workspaceExists(folder)) {
    throw new ColloquyError(
      "invalid-input",
      `There is no workspace ${workspace} in ${dataDir}. Make it with \`colloquy ingest --transcripts-dir DIR --workspace ${workspace}\`, or name another with --workspace or --data-dir.`,
    );
  }
  const { graphStore, vectorStore, embeddingModel } = options.ports ?? {};
  const readonly = { workspace, readonly: true };
  return new Workspace({
    status: () => readStatus(folder),
    graph: () => graphStore ?? openSqliteGraphStore(projected(folder.graph, folder), readonly),
    vectors: () => vectorStore ?? openSqliteVectorStore(projected(folder.vectors, folder), readonly),
    embeddingModel: embeddingModel ?? new HashingEmbeddingModel(),
    borrowed: new Set([graphStore, vectorStore, embeddingModel].filter((port) => port !== undefined)),
  });
}

/** Opened anew each time, so that it is true while a run goes on. */
async function readStatus({ name, ledger: path }: WorkspaceFolder) {
  await using ledger = openSqliteLedger(path, { workspace: name, resolver, readonly: true });
  return workspaceStatus(name, await ledger.counts());
}

function projected(path: string, { name }: WorkspaceFolder): string {
  if (existsSync(path)) return path;
  throw new ColloquyError(
    "not-found",
    `Workspace ${name} has no ${path}: run \`colloquy ingest\` on it again, and what the ledger holds is written there.`,
  );
}
