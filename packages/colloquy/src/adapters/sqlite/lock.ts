import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import Database from "better-sqlite3";
import { makePrivateFile, PRIVATE_FILE } from "../../files/index.ts";
import { ColloquyError, describeSystemError, isOutOfFiles, outOfFiles, systemErrorCode } from "../../model/index.ts";
import { whyNoFileOpens } from "./out-of-files.ts";

/** The holder of a lock, for messages. */
export interface LockHolder {
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** A locked workspace. Disposing of it releases the lock. */
export interface HeldLock extends Disposable {
  /** The previous holder, if it ended without releasing the lock; else null. */
  readonly leftBy: LockHolder | null;
}

/**
 * Locks a workspace for one run. The lock is a lock of the operating system (SQLite's exclusive lock on an empty
 * database), so it is released however its holder ends. The file `{path}.json` names the holder. An overwritten lock
 * file is emptied.
 * @param startedAt when the run began, ISO 8601.
 * @throws ColloquyError `workspace-busy` that names the holder; `disk` when the file cannot be created.
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
 * Locks a workspace for reading: runs are refused, other readers are not. Writes nothing, except that an overwritten
 * lock file is emptied.
 * @throws ColloquyError `workspace-busy` that names the run that works on it; `disk` when the file cannot be read.
 */
export function shareLock(path: string): Disposable {
  if (!existsSync(path)) return { [Symbol.dispose]() {} };
  const connection = lockFile(path, { readonly: true });
  return { [Symbol.dispose]: () => void connection.close() };
}

/**
 * The holder of a lock; null if it is free. It looks at the lock only if the file of its holder names a process that runs,
 * because a run that starts meanwhile would be refused.
 */
export function lockHolder(path: string): LockHolder | null {
  const holder = readHolder(`${path}.json`);
  if (holder === null || (holder.host === hostname() && !isRunning(holder.pid))) return null;
  try {
    shareLock(path)[Symbol.dispose]();
    return null;
  } catch (error) {
    return ColloquyError.isInstance(error) && error.code === "workspace-busy" ? holder : null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other failure: the process exists and belongs to another user.
    return systemErrorCode(error) !== "ESRCH";
  }
}

function lockFile(path: string, { readonly = false, repair = true } = {}): Database.Database {
  let connection: Database.Database | null = null;
  try {
    if (!readonly) makePrivateFile(path);
    connection = new Database(path, { timeout: 0, readonly });
    // A transaction takes the shared lock at its first read.
    connection.exec(readonly ? "BEGIN; SELECT count(*) FROM sqlite_schema" : "BEGIN EXCLUSIVE");
    return connection;
  } catch (error) {
    connection?.close();
    const code = error instanceof Database.SqliteError ? error.code : "";
    if (code.startsWith("SQLITE_BUSY")) throw busy(path, error);
    if (isOutOfFiles(error) || (code.startsWith("SQLITE_CANTOPEN") && whyNoFileOpens() !== null))
      throw outOfFiles(error);
    // SQLite reads the file only after it has locked it, so no other process holds a lock.
    if (repair && isOverwritten(code) && emptied(path)) return lockFile(path, { readonly, repair: false });
    const reason = isOverwritten(code) ? "it was overwritten and cannot be emptied" : describeSystemError(error);
    throw new ColloquyError(
      "disk",
      `The lock ${path} cannot be taken (${reason}): check that its folder may be ${readonly ? "read" : "written"}.`,
      { cause: error },
    );
  }
}

/** Whether the error shows that the file, which should be empty, was overwritten. */
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

/** Null if the holder has not written the file yet or has released the lock, or if the file is damaged. */
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
