import type { Database } from "better-sqlite3";
import type { Resolver } from "../../../ports/index.ts";
import { Changes } from "./changes/changes.ts";
import { type Statements, statementsOf } from "./statements.ts";

/** The objects that the parts of a ledger share: the database, its prepared statements, and the pending changes. */
export interface LedgerContext extends Statements {
  readonly workspace: string;
  readonly resolver: Resolver;
  readonly database: Database;
  readonly changes: Changes;
}

export function createLedgerContext(database: Database, workspace: string, resolver: Resolver): LedgerContext {
  const statements = statementsOf(database);
  return { ...statements, workspace, resolver, database, changes: new Changes(statements) };
}
