import type { Neo4jSettings } from "../../adapters/neo4j/index.ts";
import type { QdrantSettings } from "../../adapters/qdrant/index.ts";
import type { GraphStore, VectorStore } from "../../ports/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";
import { neo4jSettings, qdrantSettings } from "./server-settings.ts";
import type { StoreOptions } from "./store-options.ts";

/** Where the graph of a workspace lies: in a port of the caller's, in a file, or on a server. Settings hold secrets. */
export type GraphPlace =
  | { readonly store: "own"; readonly port: GraphStore }
  | { readonly store: "embedded"; readonly path: string }
  | { readonly store: "neo4j"; readonly settings: Neo4jSettings };

/** As `GraphPlace`, of the vectors. */
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
 * Where graph and vectors of a workspace go: the caller's own port, else the server that is named, else the folder.
 * Reaches nobody.
 * @throws ColloquyError `configuration` for what the environment says of a server and cannot be.
 */
export function storePlaces(
  folder: Pick<WorkspaceFolder, "name" | "graph" | "vectors">,
  options: PlacingOptions,
): StorePlaces {
  return {
    workspace: folder.name,
    graph: graphPlace(folder.graph, options),
    vectors: vectorPlace(folder.vectors, options),
  };
}

/** As `storePlaces`, of the graph alone: what is said of another server does not matter. */
export function graphPlace(path: string, options: PlacingOptions): GraphPlace {
  const port = options.ports?.graphStore;
  if (port !== undefined) return { store: "own", port };
  const settings = neo4jSettings(options);
  return settings === null ? { store: "embedded", path } : { store: "neo4j", settings };
}

/** As `graphPlace`. */
export function vectorPlace(path: string, options: PlacingOptions): VectorPlace {
  const port = options.ports?.vectorStore;
  if (port !== undefined) return { store: "own", port };
  const settings = qdrantSettings(options);
  return settings === null ? { store: "embedded", path } : { store: "qdrant", settings };
}
