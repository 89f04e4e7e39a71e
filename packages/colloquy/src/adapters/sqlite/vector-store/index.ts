export { openSqliteVectorStore } from "./store.ts";
