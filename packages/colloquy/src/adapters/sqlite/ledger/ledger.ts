import { ColloquyError } from "../../../model/index.ts";
import type { Ledger, Resolver } from "../../../ports/index.ts";
import { type OpenDatabase, openDatabase } from "../database.ts";
import { ledgerChanges } from "./changes/index.ts";
import { createLedgerContext, type LedgerContext } from "./context.ts";
import { countLedger, countProgress } from "./counts.ts";
import { ledgerIntegrity } from "./integrity/index.ts";
import { readMeta, requireIntactState, writeMeta } from "./meta.ts";
import { ledgerOverview } from "./overview/index.ts";
import { ledgerPaidWork } from "./paid-work/index.ts";
import { ledgerResolution } from "./resolution/index.ts";
import { ledgerSummaries } from "./resolution/summaries.ts";
import { ledgerNames } from "./resolution/known-names.ts";
import { ledgerChecks } from "./resolution/checks.ts";
import { ledgerVerdicts } from "./resolution/verdicts.ts";
import { ledgerRuns } from "./runs.ts";
import { LEDGER } from "./schema.ts";
import { createSession } from "./session.ts";
import { ledgerSources } from "./sources/index.ts";

export interface SqliteLedgerOptions {
  /** Part of every transcript's id. */
  readonly workspace: string;
  readonly resolver: Resolver;
  readonly readonly?: boolean;
}

/**
 * Opens (or creates) the ledger of a workspace in one SQLite file; `:memory:` keeps it in memory. Its methods work
 * synchronously: run it on a thread of its own.
 * @throws ColloquyError as `openDatabase`, with code `ledger` if the file is not a ledger.
 */
export function openSqliteLedger(file: string, options: SqliteLedgerOptions): Ledger {
  const readonly = options.readonly ?? false;
  const database = openDatabase(file, LEDGER, { readonly, cacheKib: 32_768, walPages: 4_000, busyTimeoutMs: 10_000 });
  const context = createLedgerContext(database.connection, options.workspace, options.resolver);
  try {
    if (!readonly) database.guard(() => claimWorkspace(context));
    checkWorkspace(context, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return composeLedger(database, context);
}

/** A new ledger belongs to the workspace that it is opened for. */
function claimWorkspace(context: LedgerContext): void {
  if (context.sql("SELECT 1 FROM meta WHERE key = 'workspace'").get() === undefined)
    writeMeta(context, "workspace", context.workspace);
}

/** Its ids contain the workspace's name, so it cannot be used under another name. */
function checkWorkspace(context: LedgerContext, file: string): void {
  const owner = readMeta(context, "workspace");
  if (owner === null || owner === context.workspace) return;
  throw new ColloquyError(
    "ledger",
    `${file} belongs to the workspace ${owner}; rename its folder to that name, or choose another --workspace.`,
  );
}

function composeLedger(database: OpenDatabase, context: LedgerContext): Ledger {
  const session = createSession(database, context);
  const changes = ledgerChanges(session);
  const { [Symbol.dispose]: endCheck, ...integrity } = ledgerIntegrity(session, changes.marker);
  return {
    ...ledgerSources(session),
    ...ledgerPaidWork(session),
    ...ledgerVerdicts(session),
    ...ledgerSummaries(session),
    ...ledgerNames(session),
    ...ledgerChecks(session),
    ...ledgerResolution(session),
    ...changes,
    ...integrity,
    ...ledgerRuns(session),
    ...ledgerOverview(session),
    counts: async (options) =>
      session.read(() => {
        requireIntactState(context);
        return countLedger(context, options);
      }, options),
    progress: async (options) => session.read(() => countProgress(context, options), options),
    async [Symbol.asyncDispose]() {
      endCheck();
      database.close();
    },
  };
}
