import type { OptionKey } from "../config/index.ts";
import { type Configured, chosenOptions } from "./chosen-options.ts";
import type { StoreOptions } from "./library.ts";

/** The location of the graph, for a command that reads only the graph. */
export const GRAPH_OPTIONS = ["neo4jUri", "neo4jUsername", "neo4jDatabase"] as const satisfies readonly OptionKey[];

/** The location of the vectors. */
export const VECTOR_OPTIONS = ["qdrantUrl", "qdrantCollection"] as const satisfies readonly OptionKey[];

export const STORE_OPTIONS = [...GRAPH_OPTIONS, ...VECTOR_OPTIONS] as const;

/** The locations of graph and vectors of a call, for the library. */
export function storeOptions(invocation: Configured): StoreOptions {
  return chosenOptions(invocation, STORE_OPTIONS);
}
