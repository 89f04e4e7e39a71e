import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { resolver } from "../resolution/index.ts";
import { receivingSignals, serveThread } from "../threads/index.ts";

export interface LedgerThreadData {
  readonly path: string;
  readonly workspace: string;
}

export interface LedgerThreadReady {
  readonly marker: string;
}

serveThread<LedgerThreadData, LedgerThreadReady>(async ({ path, workspace }) => {
  const ledger = openSqliteLedger(path, { workspace, resolver });
  return { objects: { ledger: receivingSignals(ledger) }, ready: { marker: ledger.marker } };
});
