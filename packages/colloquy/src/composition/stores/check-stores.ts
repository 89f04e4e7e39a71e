import { resolve } from "node:path";
import { isLoopbackHost } from "../../adapters/ai-sdk/loopback-host.ts";
import { SERVER_SECRETS } from "../../config/index.ts";
import { DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { EmbeddingProfile } from "../../ports/index.ts";
import { readLedger } from "../read-ledger.ts";
import { readOntology } from "../read-ontology.ts";
import { workspaceExists, workspaceFolder } from "../workspace-folder.ts";
import { describeStores } from "./describe-stores.ts";
import { neo4jSettings, qdrantSettings } from "./server-settings.ts";
import type { StoreOptions } from "./store-options.ts";
import { typeNames } from "./store-places.ts";

/** The result of a check of a server that the options name. */
export type ServerFinding = { readonly server: "Neo4j" | "Qdrant" } & (
  | {
      readonly fault: null;
      /** `Neo4j at bolt://127.0.0.1:7687`. */
      readonly text: string;
      readonly version: string;
      /** The user and the secret: `as neo4j by NEO4J_PASSWORD`. */
      readonly asWhom: string;
      /** `collection` when the collection of the vectors is missing and a run will create it; else null. */
      readonly isMissing: "collection" | null;
      /** Whether a secret is sent to another machine without encryption. */
      readonly isReadable: boolean;
    }
  /** One sentence that explains why the server cannot be used. */
  | { readonly fault: string }
);

type CheckOptions = StoreOptions & {
  readonly dataDir?: string;
  /** A YAML file of the ontology. Default: the built-in ontology. */
  readonly ontology?: string;
};

/**
 * Checks the servers that the options name, each once and without retries, and whether the collection can hold the
 * vectors of the workspace. Changes nothing.
 * @returns the results, and the secrets in the environment that belong to no named server.
 */
export async function checkStores(
  workspace: string,
  options: CheckOptions,
): Promise<{ readonly servers: readonly ServerFinding[]; readonly idleSecrets: readonly string[] }> {
  const found = await Promise.all([
    finding("Neo4j", () => checkGraph(workspace, options)),
    finding("Qdrant", () => checkVectors(workspace, options)),
  ]);
  const servers = found.filter((each) => each !== null);
  const { environment = process.env } = options;
  const used = (secret: string): boolean => servers.some(({ server }) => secret.startsWith(server.toUpperCase()));
  return { servers, idleSecrets: SERVER_SECRETS.filter((secret) => environment[secret] && !used(secret)) };
}

type Reached = Omit<Extract<ServerFinding, { readonly fault: null }>, "server" | "fault">;

async function finding(
  server: ServerFinding["server"],
  check: () => Promise<Reached | null>,
): Promise<ServerFinding | null> {
  try {
    const reached = await check();
    return reached === null ? null : { server, fault: null, ...reached };
  } catch (error) {
    if (ColloquyError.isInstance(error)) return { server, fault: error.message };
    throw error;
  }
}

async function checkGraph(workspace: string, options: CheckOptions): Promise<Reached | null> {
  const settings = neo4jSettings(options);
  if (settings === null) return null;
  const { checkNeo4j } = await import("../../adapters/neo4j/index.ts");
  const ontology = options.ontology === undefined ? DEFAULT_ONTOLOGY : readOntology(options.ontology);
  const { version } = await checkNeo4j(settings, typeNames(ontology));
  const { auth, uri } = settings;
  const asWhom =
    auth === null
      ? "without a password"
      : "bearer" in auth
        ? "by NEO4J_BEARER_TOKEN"
        : `as ${auth.username} by NEO4J_PASSWORD`;
  return {
    text: textOf("graph", workspace, options),
    version,
    asWhom,
    isMissing: null,
    isReadable: auth !== null && isReadable(uri),
  };
}

async function checkVectors(workspace: string, options: CheckOptions): Promise<Reached | null> {
  const settings = qdrantSettings(options);
  if (settings === null) return null;
  const { checkQdrant } = await import("../../adapters/qdrant/index.ts");
  const { version, hasCollection } = await checkQdrant(settings, {
    workspace,
    vectors: await vectorsOf(workspace, options.dataDir),
  });
  const { apiKey, url } = settings;
  const asWhom = apiKey === null ? "without a key" : "by QDRANT_API_KEY";
  return {
    text: textOf("vectors", workspace, options),
    version,
    asWhom,
    isMissing: hasCollection === false ? "collection" : null,
    isReadable: apiKey !== null && isReadable(url),
  };
}

/** The profile of the workspace's vectors; null without vectors or without a workspace. */
async function vectorsOf(workspace: string, dataDir = ".colloquy"): Promise<EmbeddingProfile | null> {
  const folder = workspaceFolder(resolve(dataDir), workspace);
  return workspaceExists(folder) ? readLedger(folder, (ledger) => ledger.activeEmbedding()) : null;
}

function textOf(holds: "graph" | "vectors", workspace: string, options: StoreOptions): string {
  return describeStores(workspace, options).find((place) => place.holds === holds)?.text ?? "";
}

function isReadable(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return ["http:", "bolt:", "neo4j:"].includes(protocol) && !isLoopbackHost(hostname);
}
