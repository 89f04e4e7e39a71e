import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import BetterSqlite3, { type Database } from "better-sqlite3";
import { ColloquyError } from "../../../model/index.ts";
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from "./schema.ts";

/**
 * Opens a ledger's database, creating it where there is none.
 * @throws ColloquyError `ledger` when the file is something else, or was made by a newer version; it is not touched.
 */
export function openLedgerDatabase(file: string, options: { readonly readonly: boolean }): Database {
  const fresh = file === ":memory:" || !existsSync(file);
  try {
    const database = new BetterSqlite3(file, { readonly: options.readonly, timeout: 10_000 });
    if (!fresh) checkIdentity(database, file);
    database.pragma("cache_size = -32768");
    database.pragma("temp_store = MEMORY");
    if (options.readonly) return database;
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("wal_autocheckpoint = 4000");
    database.pragma("journal_size_limit = 67108864");
    if (fresh) createSchema(database);
    return database;
  } catch (error) {
    throw ledgerError(error, file);
  }
}

function checkIdentity(database: Database, file: string): void {
  const application = database.pragma("application_id", { simple: true });
  const version = database.pragma("user_version", { simple: true }) as number;
  if (application !== APPLICATION_ID) throw notALedger(file);
  if (version > SCHEMA_VERSION) {
    throw new ColloquyError(
      "ledger",
      `${file} was written by a newer Colloquy (ledger version ${version}). Update Colloquy, or choose another --workspace.`,
    );
  }
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
