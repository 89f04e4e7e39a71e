import { GRAPH_DATABASE } from "../adapters/sqlite/graph-store/schema.ts";
import { LEDGER } from "../adapters/sqlite/ledger/schema.ts";
import { VECTOR_DATABASE } from "../adapters/sqlite/vector-store/schema.ts";

/** The file format versions that this version of Colloquy reads and writes. Loads no database. */
export const FORMATS = {
  ledger: LEDGER.version,
  graph: GRAPH_DATABASE.version,
  vectors: VECTOR_DATABASE.version,
} as const;
