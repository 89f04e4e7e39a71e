import { openSqliteLedger } from "../adapters/sqlite/ledger/index.ts";
import type { Ledger } from "../ports/index.ts";
import { resolver } from "../resolution/index.ts";
import { openLedger } from "./ledger.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** Opens the ledger for each read, so that the result is current during a run. */
export async function readLedger<Result>(
  { name, ledger: path }: WorkspaceFolder,
  read: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  await using ledger = openSqliteLedger(path, { workspace: name, resolver, readonly: true });
  return await read(ledger);
}

/** As `readLedger`, on a thread of its own: for reads that take longer than the event loop may be blocked. */
export async function readLedgerAside<Result>(
  { name, ledger: path }: WorkspaceFolder,
  read: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  await using ledger = await openLedger(path, name, { readonly: true });
  return await read(ledger);
}
