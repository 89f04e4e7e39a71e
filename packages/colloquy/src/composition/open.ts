import { resolve } from "node:path";
import { workspaceStatus } from "../pipeline/index.ts";
import { readLedger } from "./read-ledger.ts";
import { checkOptions, type Expectations, FOLDER, FUNCTION, OBJECT, portWith } from "./check-options.ts";
import type { IngestPorts } from "./run-options.ts";
import { MODEL_OPTIONS, type ModelOptions } from "./models/model-options.ts";
import { chooseQueryModel } from "./models/query-model.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { STORE_OPTIONS, type StoreOptions, storePlaces, storesToRead } from "./stores/index.ts";
import { Workspace } from "./workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** The ports with which a workspace was ingested, where these were the caller's own: reading needs the same. */
export type OpenPorts = Pick<IngestPorts, "graphStore" | "vectorStore" | "embeddingModel">;

/** The embedding model that made the vectors is named again, so that queries can be compared with them. */
export interface OpenOptions extends ModelOptions, StoreOptions {
  /** Where workspaces lie. Default `.colloquy`. */
  readonly dataDir?: string;
  /** Read instead of servers and embedded stores; whoever brings a port disposes of it. */
  readonly ports?: OpenPorts;
  /** Receives a sentence where a search goes by words alone, or where a store is not what the ledger says. */
  readonly onNotice?: (message: string) => void;
}

const OPTIONS: Expectations<OpenOptions> = {
  ...MODEL_OPTIONS,
  ...STORE_OPTIONS,
  dataDir: FOLDER,
  ports: OBJECT,
  onNotice: FUNCTION,
};
/** Those with which a workspace was ingested may be passed on as they are. */
const PORTS: Expectations<IngestPorts> = {
  extractor: OBJECT,
  graphStore: portWith("findEntities", "rows"),
  vectorStore: portWith("nearest", "matching"),
  embeddingModel: portWith("embedQuery"),
  telemetry: OBJECT,
};

/**
 * Opens a workspace for reading, also while a run is writing it: graph and vectors from where the options say that they
 * lie, at their first use. Embedded stores are read on threads of their own, so that the caller's event loop stays free.
 * @throws ColloquyError `invalid-input` when there is no such workspace, or for a name that is none; `configuration` for
 *   options that are none. What is read later throws `store` where a server does not answer.
 */
export async function open(workspace: string, options: OpenOptions = {}): Promise<Workspace> {
  checkOptions("open", options, OPTIONS);
  checkOptions("ports", options.ports ?? {}, PORTS);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), workspace);
  requireWorkspace(folder, dataDir);
  const { embeddingModel } = options.ports ?? {};
  const tell = options.onNotice ?? (() => undefined);
  const stores = storesToRead(folder, storePlaces(folder, options), tell);
  return new Workspace({
    status: () => readLedger(folder, async (ledger) => workspaceStatus(workspace, await ledger.counts())),
    ledger: (read) => readLedger(folder, read),
    deadLetters: () => readLedger(folder, (ledger) => ledger.deadLetterReasons()),
    ...stores,
    queryModel: async () =>
      chooseQueryModel(await readLedger(folder, (ledger) => ledger.activeEmbedding()), embeddingModel, options),
    tell,
  });
}
