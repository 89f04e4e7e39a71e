import { resolve } from "node:path";
import { DEFAULT_ONTOLOGY } from "../extraction/index.ts";
import type { EmbeddingProfile } from "../ports/index.ts";
import { checkServers, type StoreOptions } from "../stores/index.ts";
import { readLedger } from "./read-ledger.ts";
import { readOntology } from "./read-ontology.ts";
import { workspaceExists, workspaceFolder } from "./workspace-folder.ts";

type CheckOptions = StoreOptions & {
  readonly dataDir?: string;
  /** A YAML file of the ontology. Default: the built-in ontology. */
  readonly ontology?: string;
};

/** As `checkServers`, for the types and the vectors of a workspace. */
export async function checkStores(workspace: string, options: CheckOptions): ReturnType<typeof checkServers> {
  const { ontology: file, dataDir } = options;
  return checkServers(options, {
    workspace,
    ontology: () => (file === undefined ? DEFAULT_ONTOLOGY : readOntology(file)),
    vectors: () => vectorsOf(workspace, dataDir),
  });
}

/** The profile of the workspace's vectors; null without vectors or without a workspace. */
async function vectorsOf(workspace: string, dataDir = ".colloquy"): Promise<EmbeddingProfile | null> {
  const folder = workspaceFolder(resolve(dataDir), workspace);
  return workspaceExists(folder) ? readLedger(folder, (ledger) => ledger.activeEmbedding()) : null;
}
