export { checkStores, type ServerFinding } from "./check-stores.ts";
export { describePlaces, describeStores, type StoreDescription } from "./describe-stores.ts";
export { reachStores } from "./reach-stores.ts";
export { remarksOnReplaced } from "./sync-remarks.ts";
export { STORE_OPTIONS, type StoreOptions } from "./store-options.ts";
export {
  type GraphPlace,
  graphPlace,
  type StorePlaces,
  storePlaces,
  type VectorPlace,
  vectorPlace,
} from "./store-places.ts";
