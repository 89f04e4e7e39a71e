import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openSqliteGraphStore } from "../adapters/sqlite/graph-store/index.ts";
import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { openSqliteVectorStore } from "../adapters/sqlite/vector-store/index.ts";
import { ColloquyError } from "../model/index.ts";
import { workspaceStatus } from "../pipeline/index.ts";
import type { Ledger } from "../ports/index.ts";
import { resolver } from "../resolution/index.ts";
import { checkOptions, type Expectations, FOLDER, FUNCTION, OBJECT, portWith } from "./check-options.ts";
import type { IngestPorts } from "./run-options.ts";
import { MODEL_OPTIONS, type ModelOptions } from "./models/model-options.ts";
import { chooseQueryModel } from "./models/query-model.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { Workspace } from "./workspace.ts";
import { type WorkspaceFolder, workspaceFolder } from "./workspace-folder.ts";

/** The ports with which a workspace was ingested, where these were the caller's own: reading needs the same. */
export type OpenPorts = Pick<IngestPorts, "graphStore" | "vectorStore" | "embeddingModel">;

/** The embedding model that made the vectors is named again, so that queries can be compared with them. */
export interface OpenOptions extends ModelOptions {
  /** Where workspaces lie. Default `.colloquy`. */
  readonly dataDir?: string;
  /** Read instead of the embedded stores; whoever brings a port disposes of it. */
  readonly ports?: OpenPorts;
  /** Hears, in a sentence, why a search goes by words alone. */
  readonly onNotice?: (message: string) => void;
}

const OPTIONS: Expectations<OpenOptions> = {
  ...MODEL_OPTIONS,
  dataDir: FOLDER,
  ports: OBJECT,
  onNotice: FUNCTION,
};
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
  requireWorkspace(folder, dataDir);
  const { graphStore, vectorStore, embeddingModel } = options.ports ?? {};
  const readonly = { workspace, readonly: true };
  return new Workspace({
    status: () => readLedger(folder, async (ledger) => workspaceStatus(workspace, await ledger.counts())),
    deadLetters: () => readLedger(folder, (ledger) => ledger.deadLetterReasons()),
    graph: () => graphStore ?? openSqliteGraphStore(projected(folder.graph, folder), readonly),
    vectors: () => vectorStore ?? openSqliteVectorStore(projected(folder.vectors, folder), readonly),
    queryModel: async () =>
      chooseQueryModel(await readLedger(folder, (ledger) => ledger.activeEmbedding()), embeddingModel, options),
    tell: options.onNotice ?? (() => undefined),
    borrowed: new Set([graphStore, vectorStore].filter((port) => port !== undefined)),
  });
}

/** Opened anew each time, so that it is true while a run goes on. */
async function readLedger<Result>(
  { name, ledger: path }: WorkspaceFolder,
  read: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  await using ledger = openSqliteLedger(path, { workspace: name, resolver, readonly: true });
  return await read(ledger);
}

function projected(path: string, { name }: WorkspaceFolder): string {
  if (existsSync(path)) return path;
  throw new ColloquyError(
    "not-found",
    `Workspace ${name} has no ${path}: run \`colloquy ingest\` on it again, and what the ledger holds is written there.`,
  );
}
