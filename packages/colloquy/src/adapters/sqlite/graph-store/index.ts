export { openSqliteGraphStore } from "./store.ts";
