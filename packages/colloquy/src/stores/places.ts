// Not the index, which would be loaded at every start of the command line.
import { DEFAULT_ONTOLOGY } from "../extraction/ontology.ts";
import type { Ontology } from "../model/index.ts";
import type { GraphStore, VectorStore } from "../ports/index.ts";
import {
  EMBEDDED,
  GRAPH_SERVERS,
  type GraphServerName,
  serverNamed,
  type StoreOptions,
  VECTOR_SERVERS,
  type VectorServerName,
} from "./registry.ts";
import type { Server } from "./server.ts";

interface OwnPlace<Store> {
  readonly store: "own";
  readonly port: Store;
}

interface EmbeddedPlace {
  readonly store: typeof EMBEDDED;
  readonly path: string;
}

/** Settings hold secrets. */
export interface ServerPlace<Name = GraphServerName | VectorServerName> {
  readonly store: Name;
  readonly settings: object;
  readonly ontology: Ontology;
}

/** The place of a workspace's graph: a port of the caller, a file, or a server. */
export type GraphPlace = OwnPlace<GraphStore> | EmbeddedPlace | ServerPlace<GraphServerName>;

/** As `GraphPlace`, for the vectors. */
export type VectorPlace = OwnPlace<VectorStore> | EmbeddedPlace | ServerPlace<VectorServerName>;

export interface StorePlaces {
  readonly workspace: string;
  readonly graph: GraphPlace;
  readonly vectors: VectorPlace;
}

type PlacingOptions = StoreOptions & {
  readonly ports?: { readonly graphStore?: GraphStore; readonly vectorStore?: VectorStore };
};

/**
 * Finds the places of graph and vectors: the caller's port, else the named server, else the file. Sends no request.
 * @param files the paths of the embedded stores.
 * @param ontology the types of the rows. Default: the built-in ontology.
 * @throws ColloquyError `configuration` for an invalid server setting in the environment.
 */
export function storePlaces(
  files: { readonly name: string; readonly graph: string; readonly vectors: string },
  options: PlacingOptions,
  ontology?: Ontology,
): StorePlaces {
  return {
    workspace: files.name,
    graph: graphPlace(files.graph, options, ontology),
    vectors: vectorPlace(files.vectors, options, ontology),
  };
}

/** As `storePlaces`, for the graph only. Settings of other servers are not checked. */
export function graphPlace(path: string, options: PlacingOptions, ontology?: Ontology): GraphPlace {
  const port = options.ports?.graphStore;
  return port === undefined ? placeIn(GRAPH_SERVERS, path, options, ontology) : { store: "own", port };
}

/** As `graphPlace`. */
export function vectorPlace(path: string, options: PlacingOptions, ontology?: Ontology): VectorPlace {
  const port = options.ports?.vectorStore;
  return port === undefined ? placeIn(VECTOR_SERVERS, path, options, ontology) : { store: "own", port };
}

function placeIn<Name extends string>(
  servers: readonly (Server & { readonly name: Name })[],
  path: string,
  options: StoreOptions,
  ontology = DEFAULT_ONTOLOGY,
): EmbeddedPlace | ServerPlace<Name> {
  for (const server of servers) {
    const settings = server.settings(options);
    if (settings !== null) return { store: server.name, settings, ontology };
  }
  return { store: EMBEDDED, path };
}

/** Whether a store is on a server. */
export function isOnServer(place: GraphPlace | VectorPlace): place is ServerPlace {
  return "settings" in place;
}

/** A server that holds the graph or the vectors of a workspace, without its secrets. */
export interface StoreDescription {
  readonly holds: "graph" | "vectors";
  /** `Neo4j at bolt://127.0.0.1:7687, database talks`. */
  readonly text: string;
}

/** Describes the servers of graph and vectors; empty for files and ports of the caller. */
export function describePlaces({ workspace, graph, vectors }: StorePlaces): readonly StoreDescription[] {
  return [...describePlace(GRAPH_SERVERS, graph, workspace), ...describePlace(VECTOR_SERVERS, vectors, workspace)];
}

function describePlace(
  servers: readonly Server[],
  place: GraphPlace | VectorPlace,
  workspace: string,
): readonly StoreDescription[] {
  if (!isOnServer(place)) return [];
  const server = serverNamed(servers, place.store);
  return [{ holds: server.holds, text: server.describe(place.settings, workspace) }];
}

/**
 * As `describePlaces`, for the options. Sends no request.
 * @throws ColloquyError `configuration` for an invalid server setting in the environment.
 */
export function describeStores(workspace: string, options: StoreOptions): readonly StoreDescription[] {
  return describePlaces(storePlaces({ name: workspace, graph: "", vectors: "" }, options));
}
