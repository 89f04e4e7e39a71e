export { type DatabaseKind, type DatabaseOptions, type OpenDatabase, openDatabase } from "./database.ts";
export { openSqliteGraphStore, type SqliteGraphStoreOptions } from "./graph-store/index.ts";
export { openSqliteVectorStore, type SqliteVectorStoreOptions } from "./vector-store/index.ts";
