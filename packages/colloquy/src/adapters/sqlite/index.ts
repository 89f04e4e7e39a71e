export { openSqliteGraphStore } from "./graph-store/index.ts";
export { openSqliteVectorStore } from "./vector-store/index.ts";
