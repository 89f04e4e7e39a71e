import Database from "better-sqlite3";
import { makePrivateFile } from "../../files/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { describeFailure } from "./database-failure.ts";
import { FilePlace } from "./file-place.ts";
import { needsCopy, openCopy } from "./reading-copy.ts";

/** What a file is, so that another one is refused, and told apart in messages. */
export interface DatabaseKind {
  /** As a message calls it: `graph store`, `ledger`. */
  readonly what: string;
  /** Code of the errors that say that the file cannot be used. */
  readonly code: "store" | "ledger";
  /** SQLite's `application_id`: a signed 32-bit number of our own for each kind of file. */
  readonly applicationId: number;
  /** SQLite's `user_version`: the format, which is the version of `schema`. */
  readonly version: number;
  /** Of each earlier format: the versions of Colloquy that read it. */
  readonly readBy: Readonly<Record<number, string>>;
  /** Each brings a file of the format that it is named by to the next one, in a transaction of the caller's. */
  readonly migrations?: Readonly<Record<number, (connection: Database.Database) => void>>;
  /** Adds the functions that `schema` and statements call. */
  readonly addFunctions?: (connection: Database.Database) => void;
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
  /**
   * Runs `work` in one immediate transaction: it is committed when this returns, rolled back when it throws.
   * @throws ColloquyError `disk` instead of committing to a file that was removed or replaced since it was opened.
   */
  write<Result>(work: () => Result): Result;
  /** @throws ColloquyError `disk` where the file was removed or replaced since it was opened for writing. */
  checkPlace(): void;
  close(): void;
}

/**
 * Opens a database in WAL mode, and lays it out when it is new. The process may die at any moment:
 * a committed transaction stays, an open one leaves nothing. (After a loss of power the last
 * transactions may be missing, unless `synchronous` is set to FULL; the file is never damaged.)
 * A file of an earlier format that has a migration is brought to this one, unless it is opened for reading.
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
  const { connection, remove } = guard(() => connectAndSetUp(path, kind, options));
  const isWatched = !options.readonly && !connection.memory;
  const place = isWatched ? new FilePlace(path) : null;
  const checkPlace = (): void => place?.check();
  const checked = <Result>(work: () => Result): Result => {
    const result = work();
    checkPlace();
    return result;
  };
  return {
    path,
    connection,
    guard,
    write: (work) => guard(() => connection.transaction(() => checked(work)).immediate()),
    checkPlace,
    close: () =>
      guard(() => {
        connection.close();
        remove();
      }),
  };
}

interface Connected {
  readonly connection: Database.Database;
  /** Removes what was made to open it. */
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
    // Looked at before anything is set: another program's file stays as it is, to the byte.
    const found = conditionOf(connection, path, kind, options);
    configure(connection, options);
    if (found === "new") layOut(connection, path, kind, options);
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

/** `new`: it holds nothing yet and may be laid out; `earlier`: of a format that can be brought to this one. */
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
    if (!options.readonly) return "new";
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

function conditionOfFormat(
  connection: Database.Database,
  path: string,
  kind: DatabaseKind,
  options: DatabaseOptions,
): Condition {
  const format = formatOf(connection);
  if (format === kind.version) return "current";
  const refused = (readBy: string, wayOut: string): ColloquyError =>
    new ColloquyError(
      kind.code,
      `${path} is a ${kind.what} in format ${format}, which ${readBy} reads; this one reads format ${kind.version}: ${wayOut}.`,
    );
  if (format > kind.version) throw refused("a later version of Colloquy", `update it, or ${kind.wayOut}`);
  const readBy = kind.readBy[format] ?? "no known version of Colloquy";
  if (kind.migrations?.[format] === undefined) throw refused(readBy, `use that version, or ${kind.wayOut}`);
  if (options.readonly)
    throw refused(
      readBy,
      "run `colloquy project` or `colloquy ingest` on the workspace, which brings it to that format",
    );
  return "earlier";
}

function formatOf(connection: Database.Database): number {
  return Number(connection.pragma("user_version", { simple: true }));
}

/** Two processes that open a new file at once lay it out once: the second look and the layout are one transaction. */
function layOut(connection: Database.Database, path: string, kind: DatabaseKind, options: DatabaseOptions): void {
  connection
    .transaction(() => {
      if (conditionOf(connection, path, kind, options) !== "new") return;
      connection.exec(kind.schema);
      connection.pragma(`application_id = ${kind.applicationId}`);
      connection.pragma(`user_version = ${kind.version}`);
    })
    .immediate();
}

/** All steps are one transaction: a process that dies leaves the earlier format as it was. */
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
