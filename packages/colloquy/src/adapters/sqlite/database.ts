import Database from "better-sqlite3";
import { makePrivateFile } from "../../files/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { type DatabaseKind, describeDatabaseFailure } from "./database-failure.ts";
import { OpenedFiles } from "./opened-files.ts";
import { needsCopy, openCopy } from "./reading-copy.ts";

export interface DatabaseOptions {
  /** Opens an existing file for reading only; default false. */
  readonly readonly?: boolean;
  /** Page cache in KiB; default 16,384. */
  readonly cacheKib?: number;
  /**
   * Most pages in the write-ahead log before it is copied back. More pages: fewer, larger copies. Default 8,000 (32
   * MB).
   */
  readonly walPages?: number;
  /** Milliseconds to wait for another connection's lock; default 5,000. */
  readonly busyTimeoutMs?: number;
}

/** An open database whose failures are ColloquyErrors. */
export interface OpenDatabase {
  readonly path: string;
  readonly connection: Database.Database;
  /** Runs `work`, and converts errors of SQLite to ColloquyErrors. */
  guard<Result>(work: () => Result): Result;
  /**
   * Runs `work` in one immediate transaction: it is committed when this returns, rolled back when it throws.
   * @throws ColloquyError `disk` instead of committing to a file that was removed or replaced since it was opened.
   */
  write<Result>(work: () => Result): Result;
  /** @throws ColloquyError `disk` if the file was removed or replaced since it was opened for writing. */
  checkFiles(): void;
  close(): void;
}

/**
 * Opens a database in WAL mode, and creates its tables if it is new. The process may be killed at any moment: a
 * committed transaction stays, an open one is rolled back. (After a loss of power the last transactions may be missing,
 * unless `synchronous` is set to FULL; the file is never damaged.) A file of an earlier format with a migration is
 * migrated, unless it is opened for reading.
 *
 * @throws ColloquyError of the kind's code when the file is no database, is damaged, is of another kind or version, or
 *   cannot be opened; `workspace-busy` when it stays locked; `disk` when the disk is full or fails.
 */
export function openDatabase(path: string, kind: DatabaseKind, options: DatabaseOptions = {}): OpenDatabase {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw describeDatabaseFailure(error, path, kind);
    }
  };
  const { connection, remove } = guard(() => connectAndSetUp(path, kind, options));
  const isWatched = !options.readonly && !connection.memory;
  const files = isWatched ? new OpenedFiles(path) : null;
  const checkFiles = (): void => files?.check();
  const checked = <Result>(work: () => Result): Result => {
    const result = work();
    checkFiles();
    return result;
  };
  return {
    path,
    connection,
    guard,
    write: (work) => guard(() => connection.transaction(() => checked(work)).immediate()),
    checkFiles,
    close: () =>
      guard(() => {
        connection.close();
        remove();
      }),
  };
}

const BETWEEN_TRIES_MS = 5;

interface Connected {
  readonly connection: Database.Database;
  /** Removes temporary files that were made to open it. */
  readonly remove: () => void;
}

function connectAndSetUp(path: string, kind: DatabaseKind, options: DatabaseOptions): Connected {
  try {
    return setUp({ connection: connect(path, options), remove: () => undefined }, path, kind, options);
  } catch (error) {
    if (!options.readonly || !needsCopy(error, path)) throw error;
    return setUp(openCopy(path), path, kind, options);
  }
}

function setUp(connected: Connected, path: string, kind: DatabaseKind, options: DatabaseOptions): Connected {
  const { connection, remove } = connected;
  try {
    kind.addFunctions?.(connection);
    // The file is examined before anything is written: a file of another program stays unchanged.
    // One transaction: another process may create the tables between two statements.
    const found = connection.transaction(() => conditionOf(connection, path, kind, options))();
    configure(connection, options);
    if (found === "new" && !options.readonly) createTables(connection, path, kind, options);
    if (found === "earlier") migrate(connection, path, kind, options);
    return connected;
  } catch (error) {
    connection.close();
    remove();
    throw error;
  }
}

function connect(path: string, options: DatabaseOptions): Database.Database {
  const readonly = options.readonly ?? false;
  // SQLite copies its permissions to the log files.
  if (!readonly && path !== ":memory:") makePrivateFile(path);
  return new Database(path, { readonly, fileMustExist: readonly, timeout: busyTimeoutOf(options) });
}

function busyTimeoutOf({ busyTimeoutMs = 5_000 }: DatabaseOptions): number {
  return busyTimeoutMs;
}

function configure(connection: Database.Database, options: DatabaseOptions): void {
  connection.pragma(`cache_size = -${options.cacheKib ?? 16_384}`);
  connection.pragma("mmap_size = 0");
  if (options.readonly) return;
  switchToWal(connection, busyTimeoutOf(options));
  connection.pragma("synchronous = NORMAL");
  connection.pragma(`wal_autocheckpoint = ${options.walPages ?? 8_000}`);
  connection.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
}

/** SQLite does not wait for a lock when it changes the mode of a file, so this tries until the time is over. */
function switchToWal(connection: Database.Database, timeoutMs: number): void {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      connection.pragma("journal_mode = WAL");
      return;
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
      if (!isBusy || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_TRIES_MS);
    }
  }
}

/** `new`: an empty file, in which tables may be created; `earlier`: a format that can be migrated. */
type Condition = "current" | "earlier" | "new";

function conditionOf(
  connection: Database.Database,
  path: string,
  kind: DatabaseKind,
  options: DatabaseOptions,
): Condition {
  const applicationId = connection.pragma("application_id", { simple: true });
  if (applicationId === kind.applicationId) return conditionOfFormat(connection, path, kind, options);
  const objects = connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (applicationId === 0 && objects === 0) {
    if (!options.readonly || kind.emptyRemedy === null) return "new";
    throw new ColloquyError(
      kind.code,
      `${path} is still empty, because the run that created it was stopped: ${kind.emptyRemedy}.`,
    );
  }
  throw new ColloquyError(
    kind.code,
    `${path} is a SQLite database but not a ${kind.what} of Colloquy; ${kind.remedy}.`,
  );
}

function conditionOfFormat(
  connection: Database.Database,
  path: string,
  kind: DatabaseKind,
  options: DatabaseOptions,
): Condition {
  const format = formatOf(connection);
  if (format === kind.version) return "current";
  const refused = (readBy: string, remedy: string): ColloquyError =>
    new ColloquyError(
      kind.code,
      `${path} is a ${kind.what} in format ${format}, which ${readBy} reads; this version reads format ${kind.version}: ${remedy}.`,
    );
  if (format > kind.version) throw refused("a later version of Colloquy", `update it, or ${kind.remedy}`);
  const readBy = kind.readBy[format] ?? "no known version of Colloquy";
  if (kind.migrations?.[format] === undefined) throw refused(readBy, `use that version, or ${kind.remedy}`);
  if (options.readonly)
    throw refused(
      readBy,
      "run `colloquy project` or `colloquy ingest` on the workspace, which migrates it to that format",
    );
  return "earlier";
}

function formatOf(connection: Database.Database): number {
  return Number(connection.pragma("user_version", { simple: true }));
}

/**
 * If two processes open a new file at once, one of them creates the tables: the second check and the creation are one
 * transaction.
 */
function createTables(connection: Database.Database, path: string, kind: DatabaseKind, options: DatabaseOptions): void {
  connection
    .transaction(() => {
      if (conditionOf(connection, path, kind, options) !== "new") return;
      connection.exec(kind.schema);
      connection.pragma(`application_id = ${kind.applicationId}`);
      connection.pragma(`user_version = ${kind.version}`);
    })
    .immediate();
}

/** All steps are one transaction: if the process is killed, the file keeps its earlier format. */
function migrate(connection: Database.Database, path: string, kind: DatabaseKind, options: DatabaseOptions): void {
  connection
    .transaction(() => {
      while (conditionOf(connection, path, kind, options) === "earlier") {
        const format = formatOf(connection);
        kind.migrations?.[format]?.(connection);
        connection.pragma(`user_version = ${format + 1}`);
      }
    })
    .immediate();
}
