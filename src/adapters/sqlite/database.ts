import Database from "better-sqlite3";
import { makePrivateFile } from "../../files/index.ts";
import { ColloquyError, type ErrorCode, outOfFiles } from "../../model/index.ts";
import { whyNoFileOpens } from "./out-of-files.ts";

/** What a file is, so that another one is refused, and told apart in messages. */
export interface DatabaseKind {
  /** As a message calls it: `graph store`, `ledger`. */
  readonly what: string;
  /** Code of the errors that say that the file cannot be used. */
  readonly code: "store" | "ledger";
  /** SQLite's `application_id`: a signed 32-bit number of our own for each kind of file. */
  readonly applicationId: number;
  /** SQLite's `user_version`: the version of `schema`. */
  readonly version: number;
  /** SQL that lays an empty file out. */
  readonly schema: string;
  /** What a user can do about a file that cannot be used, as an imperative clause without a full stop. */
  readonly wayOut: string;
}

export interface DatabaseOptions {
  /** Opens an existing file for reading only; default false. */
  readonly readonly?: boolean;
  /** Page cache in KiB; default 16,384. */
  readonly cacheKib?: number;
  /** Pages that the write-ahead log may hold before it is copied back; more means fewer, larger copies. Default 8,000 (32 MB). */
  readonly walPages?: number;
  /** Milliseconds to wait for another connection's lock; default 5,000. */
  readonly busyTimeoutMs?: number;
}

/** An open database whose failures are ColloquyErrors. */
export interface OpenDatabase {
  readonly path: string;
  readonly connection: Database.Database;
  /** Runs `work`; what SQLite throws in it leaves as a ColloquyError that says what to do. */
  guard<Result>(work: () => Result): Result;
  /** Runs `work` in one immediate transaction: it is committed when this returns, rolled back when it throws. */
  write<Result>(work: () => Result): Result;
  close(): void;
}

/**
 * Opens a database in WAL mode, and lays it out when it is new. The process may die at any moment:
 * a committed transaction stays, an open one leaves nothing. (After a loss of power the last
 * transactions may be missing, unless `synchronous` is set to FULL; the file is never damaged.)
 *
 * @throws ColloquyError of the kind's code when the file is no database, is damaged, is of another kind or
 *   version, or cannot be opened; `workspace-busy` when it stays locked; `disk` when the disk is full or fails.
 */
export function openDatabase(path: string, kind: DatabaseKind, options: DatabaseOptions = {}): OpenDatabase {
  const guard = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw describeFailure(error, path, kind);
    }
  };
  const connection = guard(() => connect(path, options));
  try {
    guard(() => {
      // Looked at before anything is set: another program's file stays as it is, to the byte.
      const isNew = isNewFile(connection, path, kind, options);
      configure(connection, options);
      if (isNew) layOut(connection, path, kind, options);
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    path,
    connection,
    guard,
    write: (work) => guard(() => connection.transaction(work).immediate()),
    close: () => guard(() => void connection.close()),
  };
}

function connect(path: string, options: DatabaseOptions): Database.Database {
  const readonly = options.readonly ?? false;
  // The files that SQLite makes beside it have its permissions.
  if (!readonly && path !== ":memory:") makePrivateFile(path);
  return new Database(path, { readonly, fileMustExist: readonly, timeout: options.busyTimeoutMs ?? 5_000 });
}

function configure(connection: Database.Database, options: DatabaseOptions): void {
  connection.pragma(`cache_size = -${options.cacheKib ?? 16_384}`);
  connection.pragma("mmap_size = 0");
  if (options.readonly) return;
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = NORMAL");
  connection.pragma(`wal_autocheckpoint = ${options.walPages ?? 8_000}`);
  connection.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
}

/** False for a file of the kind; true for one that holds nothing yet, which may be laid out. */
function isNewFile(connection: Database.Database, path: string, kind: DatabaseKind, options: DatabaseOptions): boolean {
  const applicationId = connection.pragma("application_id", { simple: true });
  if (applicationId === kind.applicationId) {
    checkVersion(connection, path, kind);
    return false;
  }
  const objects = connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (applicationId === 0 && objects === 0) {
    if (!options.readonly) return true;
    throw new ColloquyError(
      kind.code,
      `${path} is still empty: the run that made it was stopped at once; run \`colloquy ingest\` on the workspace again.`,
    );
  }
  throw new ColloquyError(
    kind.code,
    `${path} is a SQLite database but not a ${kind.what} of Colloquy; ${kind.wayOut}.`,
  );
}

/** Two processes that open a new file at once lay it out once: the second look and the layout are one transaction. */
function layOut(connection: Database.Database, path: string, kind: DatabaseKind, options: DatabaseOptions): void {
  connection
    .transaction(() => {
      if (!isNewFile(connection, path, kind, options)) return;
      connection.exec(kind.schema);
      connection.pragma(`application_id = ${kind.applicationId}`);
      connection.pragma(`user_version = ${kind.version}`);
    })
    .immediate();
}

function checkVersion(connection: Database.Database, path: string, kind: DatabaseKind): void {
  const version = connection.pragma("user_version", { simple: true });
  if (version === kind.version) return;
  throw new ColloquyError(
    kind.code,
    `${path} is a ${kind.what} in format ${String(version)}, and this Colloquy reads format ${kind.version}; use the Colloquy that wrote it, or ${kind.wayOut}.`,
  );
}

function describeFailure(error: unknown, path: string, kind: DatabaseKind): unknown {
  if (ColloquyError.isInstance(error)) return error;
  const failure = (code: ErrorCode, text: string) => new ColloquyError(code, text, { cause: error });
  if (error instanceof TypeError && error.message.includes("directory does not exist")) {
    return failure(kind.code, `The folder of ${path} does not exist; create it, or name another one.`);
  }
  if (error instanceof TypeError && error.message.includes("connection is not open")) {
    return failure(kind.code, `The ${kind.what} ${path} is closed; open it again.`);
  }
  if (!(error instanceof Database.SqliteError)) return error;
  const is = (prefix: string) => error.code.startsWith(prefix);
  if (is("SQLITE_NOTADB"))
    return failure(kind.code, `${path} is not a ${kind.what} (no SQLite database); ${kind.wayOut}.`);
  if (is("SQLITE_CORRUPT")) return failure(kind.code, `${path} is damaged (${error.message}); ${kind.wayOut}.`);
  if (is("SQLITE_BUSY") || is("SQLITE_LOCKED")) {
    return failure("workspace-busy", `${path} is locked by another process; wait for that to end, then try again.`);
  }
  if (is("SQLITE_FULL")) {
    return failure(
      "disk",
      `The disk is full: ${path} could not grow; free some space and run again, what was committed is kept.`,
    );
  }
  if (is("SQLITE_CANTOPEN") && whyNoFileOpens() !== null) return outOfFiles(error);
  if (is("SQLITE_READONLY") || is("SQLITE_CANTOPEN") || is("SQLITE_PERM") || is("SQLITE_AUTH")) {
    return failure(
      kind.code,
      `${path} cannot be opened as a ${kind.what} (${error.message}); check that it exists and that its folder may be read and written.`,
    );
  }
  if (is("SQLITE_IOERR"))
    return failure("disk", `Reading or writing ${path} failed (${error.code}); check the disk, then run again.`);
  return failure(kind.code, `The ${kind.what} ${path} failed: ${error.message} (${error.code}).`);
}
