import { workerData } from "node:worker_threads";
import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { resolver } from "../resolution/index.ts";
import type { LedgerThreadData, LedgerThreadReady } from "./ledger.ts";
import { serveThread } from "./thread/index.ts";

await serveThread<LedgerThreadReady>(async () => {
  const { path, workspace } = workerData as LedgerThreadData;
  const ledger = openSqliteLedger(path, { workspace, resolver });
  return { objects: { ledger }, ready: { marker: ledger.marker } };
});
