import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import { resolver } from "../resolution/index.ts";
import { receivingSignals, serveThread } from "../threads/index.ts";

export interface LedgerThreadData {
  readonly path: string;
  readonly workspace: string;
  readonly readonly: boolean;
}

export interface LedgerThreadReady {
  readonly marker: string;
}

serveThread<LedgerThreadData, LedgerThreadReady>(async ({ path, workspace, readonly }) => {
  const ledger = openSqliteLedger(path, { workspace, resolver, readonly });
  return { objects: { ledger: receivingSignals(ledger) }, ready: { marker: ledger.marker } };
});
