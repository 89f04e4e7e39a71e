export { openSqliteLedger } from "./ledger.ts";
