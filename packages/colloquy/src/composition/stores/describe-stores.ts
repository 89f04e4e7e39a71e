import { redact } from "../../config/index.ts";
import type { StoreOptions } from "./store-options.ts";
import { type StorePlaces, storePlaces } from "./store-places.ts";

/** A server that holds the graph or the vectors of a workspace, without its secrets. */
export interface StoreDescription {
  readonly holds: "graph" | "vectors";
  /** `Neo4j at bolt://127.0.0.1:7687, database talks`. */
  readonly text: string;
}

/** The servers that hold graph and vectors; none where these lie in files or in ports of the caller's own. */
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
 * As `describePlaces`, of what the options name. Reaches nobody.
 * @throws ColloquyError `configuration` for what the environment says of a server and cannot be.
 */
export function describeStores(workspace: string, options: StoreOptions): readonly StoreDescription[] {
  return describePlaces(storePlaces({ name: workspace, graph: "", vectors: "" }, options));
}

const NAMES: Readonly<Record<string, string>> = {
  embedded: "the workspace's folder",
  neo4j: "Neo4j",
  qdrant: "Qdrant",
};

/** A store by the name of its port, as a sentence calls it. */
export function nameOfStore(name: string): string {
  return NAMES[name] ?? `the ${name} store`;
}
