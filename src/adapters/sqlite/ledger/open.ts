import { randomBytes } from "node:crypto";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { ColloquyError } from "../../../model/index.ts";
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/**
 * Opens a ledger's database, creating it where there is none. An empty one is what a process leaves that died
 * while it made it, and is laid out as a new one.
 * @throws ColloquyError `ledger` when the file is something else, or was made by a newer version; it is not touched.
 */
export function openLedgerDatabase(file: string, options: { readonly readonly: boolean }): Database {
  let database: Database | null = null;
  try {
    database = new BetterSqlite3(file, { readonly: options.readonly, timeout: 10_000 });
    const isEmpty = checkIdentity(database, file, options.readonly);
    database.pragma("cache_size = -32768");
    database.pragma("temp_store = MEMORY");
    if (options.readonly) return database;
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("wal_autocheckpoint = 4000");
    database.pragma("journal_size_limit = 67108864");
    if (isEmpty) createSchema(database);
    return database;
  } catch (error) {
    database?.close();
    throw ledgerError(error, file);
  }
}

/** Whether nothing was ever written to it. */
function checkIdentity(database: Database, file: string, readonly: boolean): boolean {
  const application = database.pragma("application_id", { simple: true });
  const version = database.pragma("user_version", { simple: true }) as number;
  if (application === APPLICATION_ID && version > SCHEMA_VERSION) {
    throw new ColloquyError(
      "ledger",
      `${file} was written by a newer Colloquy (ledger version ${version}). Update Colloquy, or choose another --workspace.`,
    );
  }
  if (application === APPLICATION_ID) return false;
  const objects = database.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (application !== 0 || objects !== 0) throw notALedger(file);
  if (readonly) {
    throw new ColloquyError(
      "ledger",
      `${file} is empty: the run that made it was stopped at once. Run \`colloquy ingest\` on the workspace again.`,
    );
  }
  return true;
}

function createSchema(database: Database): void {
  database.transaction(() => {
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
    database.exec(SCHEMA);
    database.prepare("INSERT INTO meta (key, value) VALUES ('marker', ?)").run(randomBytes(16).toString("hex"));
  })();
}

const notALedger = (file: string): ColloquyError =>
  new ColloquyError("ledger", `${file} is not a Colloquy ledger. Move it away, or choose another --workspace.`);

function ledgerError(error: unknown, file: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error;
  if (error.code === "SQLITE_NOTADB" || error.code === "SQLITE_CORRUPT") return notALedger(file);
  return new ColloquyError(
    "disk",
    `${file} cannot be opened (${error.message}). Check the folder's permissions and free space.`,
    { cause: error },
  );
}
