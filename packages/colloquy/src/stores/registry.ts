import type { Environment } from "../options/index.ts";
import type { GraphStore, VectorStore } from "../ports/index.ts";
import { neo4j, type Neo4jOptions } from "./neo4j.ts";
import { neo4jVectors, type VectorsOptions } from "./neo4j-vectors.ts";
import { qdrant, type QdrantOptions } from "./qdrant.ts";
import type { Server } from "./server.ts";

// A new kind of server is added here: to a list, to `STORE_OPTIONS` and to `StoreOptions`. All other code iterates over
// these. A kind that can hold graph and vectors is two `Server` objects with one name, one in each list.

/** The servers that can hold the graph. The first one with an address is used. */
export const GRAPH_SERVERS = [neo4j] as const satisfies readonly Server<object, GraphStore>[];

/** The servers that can hold the vectors: the chosen one, else the first one with an address is used. */
export const VECTOR_SERVERS = [neo4jVectors, qdrant] as const satisfies readonly Server<object, VectorStore>[];

/** The options of all servers. */
export const STORE_OPTIONS = { ...neo4j.options, ...neo4jVectors.options, ...qdrant.options };

/**
 * The servers of graph and vectors, for writing and for reading. Without an address, they are in files of the
 * workspace. Secrets are read from the environment, never from these options: `NEO4J_PASSWORD` or `NEO4J_BEARER_TOKEN`,
 * and `QDRANT_API_KEY`.
 */
export interface StoreOptions extends Neo4jOptions, VectorsOptions, QdrantOptions {
  /** The environment with addresses and secrets. Default: `process.env`. With `{}` only the options count. */
  readonly environment?: Environment;
}

/** The stores in files of the workspace, without a server. */
export const EMBEDDED = "embedded";

export type GraphServerName = (typeof GRAPH_SERVERS)[number]["name"];
export type VectorServerName = (typeof VECTOR_SERVERS)[number]["name"];
type ServerName = GraphServerName | VectorServerName;

/** All servers, those for the graph first. */
export const SERVERS: readonly (Server & { readonly name: ServerName })[] = [...GRAPH_SERVERS, ...VECTOR_SERVERS];

/** The stores that `project` can rebuild: both files of the workspace, or its rows in a server. */
export type RebuiltStore = typeof EMBEDDED | ServerName;

export const REBUILT_STORES: readonly RebuiltStore[] = [EMBEDDED, ...new Set(SERVERS.map(({ name }) => name))];

/** The variables of all secrets of servers. */
export const SERVER_SECRETS: readonly string[] = [...new Set(SERVERS.flatMap(({ secrets }) => secrets))];

/** Returns the name of a store for messages, from the name of its port. */
export function nameOfStore(name: string): string {
  if (name === EMBEDDED) return "the workspace's folder";
  return SERVERS.find((server) => server.name === name)?.title ?? `the ${name} store`;
}

/** Finds a server in a list by its name. */
export function serverNamed<Store>(servers: readonly Server<object, Store>[], name: string): Server<object, Store> {
  const server = servers.find((each) => each.name === name);
  if (server === undefined) throw new TypeError(`There is no server ${name}.`);
  return server;
}
