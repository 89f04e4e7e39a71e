import Database from "better-sqlite3";
import { ColloquyError, type ErrorCode, FINISHED_WORK_IS_KEPT, outOfFiles } from "../../model/index.ts";
import { whyNoFileOpens } from "./out-of-files.ts";

/** The kind of a file, to refuse other files and to name it in messages. */
export interface DatabaseKind {
  /** Its name in messages: `graph store`, `ledger`. */
  readonly what: string;
  /** Code of the errors for an unusable file. */
  readonly code: "store" | "ledger";
  /** SQLite's `application_id`: a signed 32-bit number, different for each kind of file. */
  readonly applicationId: number;
  /** SQLite's `user_version`: the format, that is, the version of `schema`. */
  readonly version: number;
  /** Maps each earlier format to the versions of Colloquy that read it. */
  readonly readBy: Readonly<Record<number, string>>;
  /** Each migrates a file from the format of its key to the next one, in the caller's transaction. */
  readonly migrations?: Readonly<Record<number, (connection: Database.Database) => void>>;
  /** Adds the SQL functions that `schema` and statements call. */
  readonly addFunctions?: (connection: Database.Database) => void;
  /** SQL that creates the tables of an empty file. */
  readonly schema: string;
  /** What to do with an unusable file, as an imperative clause without a full stop. */
  readonly remedy: string;
  /**
   * What to do with a file without tables, as `remedy`, when it is opened for reading. Null: it is opened, and the caller reads
   * no rows.
   */
  readonly emptyRemedy: string | null;
}

/**
 * Converts an error of SQLite about a file to a ColloquyError that states what to do. Returns any other error
 * unchanged.
 */
export function describeDatabaseFailure(error: unknown, path: string, kind: DatabaseKind): unknown {
  if (ColloquyError.isInstance(error)) return error;
  const failure = (code: ErrorCode, text: string) => new ColloquyError(code, text, { cause: error });
  if (error instanceof TypeError && error.message.includes("directory does not exist")) {
    return failure(kind.code, `The folder of ${path} does not exist; create it, or name another folder.`);
  }
  if (error instanceof TypeError && error.message.includes("connection is not open")) {
    return failure(kind.code, `The ${kind.what} ${path} is closed; open it again.`);
  }
  if (!(error instanceof Database.SqliteError)) return error;
  const is = (prefix: string) => error.code.startsWith(prefix);
  if (is("SQLITE_NOTADB"))
    return failure(kind.code, `${path} is not a ${kind.what} (no SQLite database); ${kind.remedy}.`);
  if (is("SQLITE_CORRUPT")) return failure(kind.code, `${path} is damaged (${error.message}); ${kind.remedy}.`);
  if (is("SQLITE_BUSY") || is("SQLITE_LOCKED")) {
    return failure(
      "workspace-busy",
      `${path} is locked by another process; wait until it ends, then run the same command again.`,
    );
  }
  if (is("SQLITE_FULL")) {
    return failure("disk", `The disk is full: ${path} could not grow. Free some space. ${FINISHED_WORK_IS_KEPT}`);
  }
  if (is("SQLITE_CANTOPEN") && whyNoFileOpens() !== null) return outOfFiles(error);
  if (is("SQLITE_READONLY") || is("SQLITE_CANTOPEN") || is("SQLITE_PERM") || is("SQLITE_AUTH")) {
    return failure(
      kind.code,
      `${path} cannot be opened as a ${kind.what} (${error.message}); check that it exists and that its folder may be read and written.`,
    );
  }
  if (is("SQLITE_IOERR"))
    return failure(
      "disk",
      `Reading or writing ${path} failed (${error.code}); check the disk, then run the same command again.`,
    );
  return failure(kind.code, `The ${kind.what} ${path} failed: ${error.message} (${error.code}).`);
}
