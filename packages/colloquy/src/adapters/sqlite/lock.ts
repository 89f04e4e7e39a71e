import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import Database from "better-sqlite3";
import { makePrivateFile, PRIVATE_FILE } from "../../files/index.ts";
import { ColloquyError, describeSystemError, isOutOfFiles, outOfFiles } from "../../model/index.ts";
import { whyNoFileOpens } from "./out-of-files.ts";

/** Who holds a lock: for messages to somebody else only. */
export interface LockHolder {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** A workspace that is taken, until this is disposed of. */
export interface HeldLock extends Disposable {
  /** Who held it last, where that one was ended before it could let go; else null. */
  readonly leftBy: LockHolder | null;
}

/**
 * Takes a workspace for one run. The lock is the operating system's (SQLite's exclusive lock on the file, which
 * never holds a row), so it dies with its holder however that dies. Who holds it stands beside it, in `{path}.json`.
 * A file that was overwritten with something else is emptied.
 * @param startedAt when the run began, ISO 8601.
 * @throws ColloquyError `workspace-busy` that names the holder; `disk` when the file cannot be made.
 */
export function acquireLock(path: string, run: string, startedAt: string): HeldLock {
  const connection = lockFile(path);
  const sideFile = `${path}.json`;
  const leftBy = readHolder(sideFile);
  const holder: LockHolder = { run, pid: process.pid, host: hostname(), since: startedAt };
  writeFileSync(sideFile, `${JSON.stringify(holder)}\n`, { mode: PRIVATE_FILE });
  return {
    leftBy,
    [Symbol.dispose]() {
      rmSync(sideFile, { force: true });
      connection.close();
    },
  };
}

/**
 * Keeps runs away from a workspace while something is read of it that they would change; others may read beside it.
 * Writes nothing, unless the file was overwritten with something else: then it is emptied.
 * @throws ColloquyError `workspace-busy` that names the run that works on it; `disk` when the file cannot be read.
 */
export function shareLock(path: string): Disposable {
  if (!existsSync(path)) return { [Symbol.dispose]() {} };
  const connection = lockFile(path, { readonly: true });
  return { [Symbol.dispose]: () => void connection.close() };
}

function lockFile(path: string, { readonly = false, repair = true } = {}): Database.Database {
  let connection: Database.Database | null = null;
  try {
    if (!readonly) makePrivateFile(path);
    connection = new Database(path, { timeout: 0, readonly });
    // A transaction shares the file from its first read on.
    connection.exec(readonly ? "BEGIN; SELECT count(*) FROM sqlite_schema" : "BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    connection?.close();
    const code = error instanceof Database.SqliteError ? error.code : "";
    if (code.startsWith("SQLITE_BUSY")) throw busy(path, error);
    if (isOutOfFiles(error) || (code.startsWith("SQLITE_CANTOPEN") && whyNoFileOpens() !== null))
      throw outOfFiles(error);
    // SQLite reads what is there only once it has a lock on it: nobody else holds one.
    if (repair && isOverwritten(code) && emptied(path)) return lockFile(path, { readonly, repair: false });
    const reason = isOverwritten(code) ? "it holds something else and cannot be emptied" : describeSystemError(error);
    throw new ColloquyError(
      "disk",
      `The lock ${path} cannot be taken (${reason}): check that its folder may be ${readonly ? "read" : "written"}.`,
      { cause: error },
    );
  }
}

/** The file should be empty. */
function isOverwritten(code: string): boolean {
  return code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT");
}

function emptied(path: string): boolean {
  try {
    truncateSync(path);
    return true;
  } catch {
    return false;
  }
}

function busy(path: string, cause: unknown): ColloquyError {
  const holder = readHolder(`${path}.json`);
  const who =
    holder === null
      ? "another run"
      : `run ${holder.run} (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new ColloquyError(
    "workspace-busy",
    `The workspace is in use by ${who}. Wait until it ends or stop it, then run the command again.`,
    { cause },
  );
}

/** Null where the holder has not written it yet, or left, and where the file is damaged. */
function readHolder(sideFile: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(sideFile, "utf8")) as Partial<LockHolder> | null;
    const { run, pid, host, since } = holder ?? {};
    const isHolder = typeof run === "string" && typeof host === "string" && typeof since === "string";
    return isHolder && typeof pid === "number" ? { run, pid, host, since } : null;
  } catch {
    return null;
  }
}
