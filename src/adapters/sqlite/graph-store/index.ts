export { openSqliteGraphStore, type SqliteGraphStoreOptions } from "./store.ts";
