import { GRAPH_DATABASE } from "../adapters/sqlite/graph-store/schema.ts";
import { LEDGER } from "../adapters/sqlite/ledger/schema.ts";
import { VECTOR_DATABASE } from "../adapters/sqlite/vector-store/schema.ts";

/** The formats of a workspace's files that this version reads and writes. Loads no database. */
export const FORMATS = {
  ledger: LEDGER.version,
  graph: GRAPH_DATABASE.version,
  vectors: VECTOR_DATABASE.version,
} as const;
