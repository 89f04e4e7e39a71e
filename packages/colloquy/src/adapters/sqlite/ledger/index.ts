export { openSqliteLedger, type SqliteLedgerOptions } from "./ledger.ts";
