export type { Server } from "./server.ts";
export { checkServers, type ServerFinding } from "./check.ts";
export { openGraphStore, openVectorStore, reachStores } from "./open.ts";
export {
  describePlaces,
  describeStores,
  type GraphPlace,
  graphPlace,
  isOnServer,
  type StoreDescription,
  type StorePlaces,
  storePlaces,
  type VectorPlace,
  vectorPlace,
} from "./places.ts";
export {
  EMBEDDED,
  GRAPH_SERVERS,
  nameOfStore,
  REBUILT_STORES,
  type RebuiltStore,
  SERVER_SECRETS,
  SERVERS,
  STORE_OPTIONS,
  type StoreOptions,
  VECTOR_SERVERS,
} from "./registry.ts";
