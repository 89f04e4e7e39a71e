import type { Ledger } from "../ports/index.ts";
import { sendingSignals, startThread, threadFile } from "../threads/index.ts";
import type { LedgerThreadData, LedgerThreadReady } from "./ledger-thread.ts";

/** Opens the ledger of a workspace on a thread of its own, because SQLite and the resolver are synchronous. */
export async function openLedger(
  path: string,
  workspace: string,
  { readonly = false }: { readonly readonly?: boolean } = {},
): Promise<Ledger> {
  const thread = await startThread<LedgerThreadReady>({
    name: "ledger",
    file: threadFile(import.meta.url, "ledger-thread"),
    data: { path, workspace, readonly } satisfies LedgerThreadData,
    heapMegabytes: 384,
    isReusable: true,
  });
  const remote = thread.client.object<Ledger>("ledger", {
    properties: { marker: thread.ready.marker, [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose]() },
  });
  return sendingSignals(remote);
}
