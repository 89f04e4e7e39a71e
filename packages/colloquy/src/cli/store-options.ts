import type { OptionKey } from "../config/index.ts";
import { type Configured, chosenOptions } from "./chosen-options.ts";
import type { StoreOptions } from "./library.ts";

/** Where the graph lies: what a command needs that reads it alone. */
export const GRAPH_OPTIONS = ["neo4jUri", "neo4jUsername", "neo4jDatabase"] as const satisfies readonly OptionKey[];

/** Where the vectors lie. */
export const VECTOR_OPTIONS = ["qdrantUrl", "qdrantCollection"] as const satisfies readonly OptionKey[];

export const STORE_OPTIONS = [...GRAPH_OPTIONS, ...VECTOR_OPTIONS] as const;

/** Where graph and vectors of a call lie, for the library. */
export function storeOptions(invocation: Configured): StoreOptions {
  return chosenOptions(invocation, STORE_OPTIONS);
}
