import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { openSqliteGraphStore } from "../adapters/sqlite/graph-store/index.ts";
import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { openSqliteVectorStore } from "../adapters/sqlite/vector-store/index.ts";
import { ColloquyError } from "../model/index.ts";
import { workspaceStatus } from "../pipeline/index.ts";
import { resolver } from "../resolution/index.ts";
import { Workspace } from "./workspace.ts";
import { type WorkspaceFolder, workspaceExists, workspaceFolder } from "./workspace-folder.ts";

export interface OpenOptions {
  /** Where workspaces lie. Default `.colloquy`. */
  readonly dataDir?: string;
}

/**
 * Opens a workspace for reading, also while a run is writing it. Reads are synchronous inside: a query takes
 * milliseconds of the calling thread.
 * @throws ColloquyError `not-found` when there is no such workspace; `invalid-input` for a name that is none.
 */
export async function open(workspace: string, options: OpenOptions = {}): Promise<Workspace> {
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), workspace);
  if (!workspaceExists(folder)) {
    throw new ColloquyError(
      "not-found",
      `There is no workspace ${workspace} in ${dataDir}. Make it with \`colloquy ingest --transcripts-dir DIR --workspace ${workspace}\`, or name another with --workspace or --data-dir.`,
    );
  }
  return new Workspace({
    status: () => readStatus(folder),
    graph: () => openSqliteGraphStore(projected(folder.graph, folder), { workspace, readonly: true }),
    vectors: () => openSqliteVectorStore(projected(folder.vectors, folder), { workspace, readonly: true }),
    embeddingModel: new HashingEmbeddingModel(),
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
