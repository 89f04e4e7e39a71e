import type { Neo4jSettings, TypeNames } from "../../adapters/neo4j/index.ts";
import type { QdrantSettings } from "../../adapters/qdrant/index.ts";
import { DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import type { Ontology } from "../../model/index.ts";
import type { GraphStore, VectorStore } from "../../ports/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";
import { neo4jSettings, qdrantSettings } from "./server-settings.ts";
import type { StoreOptions } from "./store-options.ts";

/** The place of a workspace's graph: a port of the caller, a file, or a server. Settings hold secrets. */
export type GraphPlace =
  | { readonly store: "own"; readonly port: GraphStore }
  | { readonly store: "embedded"; readonly path: string }
  | { readonly store: "neo4j"; readonly settings: Neo4jSettings; readonly types: TypeNames };

/** As `GraphPlace`, for the vectors. */
export type VectorPlace =
  | { readonly store: "own"; readonly port: VectorStore }
  | { readonly store: "embedded"; readonly path: string }
  | { readonly store: "qdrant"; readonly settings: QdrantSettings };

export interface StorePlaces {
  readonly workspace: string;
  readonly graph: GraphPlace;
  readonly vectors: VectorPlace;
}

type PlacingOptions = StoreOptions & {
  readonly ports?: { readonly graphStore?: GraphStore; readonly vectorStore?: VectorStore };
};

/**
 * Finds the places of graph and vectors: the caller's port, else the named server, else the folder. Sends no request.
 * @param ontology the types of the rows. Default: the built-in ontology.
 * @throws ColloquyError `configuration` for an invalid server setting in the environment.
 */
export function storePlaces(
  folder: Pick<WorkspaceFolder, "name" | "graph" | "vectors">,
  options: PlacingOptions,
  ontology?: Ontology,
): StorePlaces {
  return {
    workspace: folder.name,
    graph: graphPlace(folder.graph, options, ontology),
    vectors: vectorPlace(folder.vectors, options),
  };
}

/** As `storePlaces`, for the graph only. Settings of other servers are not checked. */
export function graphPlace(path: string, options: PlacingOptions, ontology = DEFAULT_ONTOLOGY): GraphPlace {
  const port = options.ports?.graphStore;
  if (port !== undefined) return { store: "own", port };
  const settings = neo4jSettings(options);
  return settings === null ? { store: "embedded", path } : { store: "neo4j", settings, types: typeNames(ontology) };
}

/** Returns the names that become labels and relationship types in a graph database. */
export function typeNames({ entityTypes, relationTypes }: Ontology): TypeNames {
  return { entities: entityTypes.map(({ name }) => name), relationships: relationTypes.map(({ name }) => name) };
}

/** As `graphPlace`. */
export function vectorPlace(path: string, options: PlacingOptions): VectorPlace {
  const port = options.ports?.vectorStore;
  if (port !== undefined) return { store: "own", port };
  const settings = qdrantSettings(options);
  return settings === null ? { store: "embedded", path } : { store: "qdrant", settings };
}
