export { openSqliteVectorStore, type SqliteVectorStoreOptions } from "./store.ts";
