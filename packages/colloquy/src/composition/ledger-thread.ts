import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { resolver } from "../resolution/index.ts";
import type { LedgerThreadData, LedgerThreadReady } from "./ledger.ts";
import { serveThread } from "./thread/index.ts";

serveThread<LedgerThreadData, LedgerThreadReady>(async ({ path, workspace }) => {
  const ledger = openSqliteLedger(path, { workspace, resolver });
  return { objects: { ledger }, ready: { marker: ledger.marker } };
});
