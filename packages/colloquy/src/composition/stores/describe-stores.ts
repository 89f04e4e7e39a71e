import { redact } from "../../config/index.ts";
import type { StoreOptions } from "./store-options.ts";
import { type StorePlaces, storePlaces } from "./store-places.ts";

/** A server that holds the graph or the vectors of a workspace, without its secrets. */
export interface StoreDescription {
  readonly holds: "graph" | "vectors";
  /** `Neo4j at bolt://127.0.0.1:7687, database talks`. */
  readonly text: string;
}

/** Describes the servers of graph and vectors; empty for files and ports of the caller. */
export function describePlaces({ workspace, graph, vectors }: StorePlaces): readonly StoreDescription[] {
  const descriptions: StoreDescription[] = [];
  if (graph.store === "neo4j") {
    const { uri, database } = graph.settings;
    const text = `Neo4j at ${redact(uri)}${database === null ? "" : `, database ${database}`}`;
    descriptions.push({ holds: "graph", text });
  }
  if (vectors.store === "qdrant") {
    const { url, collection } = vectors.settings;
    descriptions.push({
      holds: "vectors",
      text: `Qdrant at ${redact(url)}, collection ${collection ?? `${workspace}_chunks`}`,
    });
  }
  return descriptions;
}

/**
 * As `describePlaces`, for the options. Sends no request.
 * @throws ColloquyError `configuration` for an invalid server setting in the environment.
 */
export function describeStores(workspace: string, options: StoreOptions): readonly StoreDescription[] {
  return describePlaces(storePlaces({ name: workspace, graph: "", vectors: "" }, options));
}

const NAMES: Readonly<Record<string, string>> = {
  embedded: "the workspace's folder",
  neo4j: "Neo4j",
  qdrant: "Qdrant",
};

/** Returns the name of a store for messages, from the name of its port. */
export function nameOfStore(name: string): string {
  return NAMES[name] ?? `the ${name} store`;
}
