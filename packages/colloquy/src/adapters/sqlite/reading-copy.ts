import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { ColloquyError, describeSystemError } from "../../model/index.ts";

const ATTEMPTS = 3;

/**
 * Whether a copy must be read: SQLite reads a database in WAL mode only if it, or another process with the file open,
 * can write to its folder. In a read-only folder a copy is read instead, because this build does not support
 * `immutable` URIs.
 */
export function needsCopy(error: unknown, path: string): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code) && existsSync(path);
}

/**
 * Opens a private, temporary copy of a database with its log. The file of the copy is removed before this returns if
 * the system allows that, so that no file remains however the process ends.
 * @throws ColloquyError `disk` if the files cannot be copied; `workspace-busy` if another process writes to them
 *   meanwhile.
 */
export function openCopy(path: string): { readonly connection: Database.Database; readonly remove: () => void } {
  const folder = copyFiles(path);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const file = join(folder, basename(path));
    // Copies the log into the file, because only the file is kept open.
    const writing = new Database(file);
    writing.pragma("journal_mode = DELETE");
    writing.close();
    const connection = new Database(file, { readonly: true });
    if (process.platform !== "win32") remove();
    return { connection, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyFiles(path: string): string {
  const files = [path, `${path}-wal`];
  let folder: string | null = null;
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      folder = mkdtempSync(join(tmpdir(), "colloquy-read-"));
      const before = files.map(stateOf);
      for (const file of files.filter((each) => existsSync(each))) {
        const copy = join(folder, basename(file));
        copyFileSync(file, copy, constants.COPYFILE_FICLONE);
        chmodSync(copy, 0o600);
      }
      if (files.map(stateOf).every((state, index) => state === before[index])) return folder;
      rmSync(folder, { recursive: true, force: true });
    }
  } catch (error) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    throw new ColloquyError(
      "disk",
      `${path} is in a folder that may not be written, and cannot be copied to ${tmpdir()} to be read (${describeSystemError(error)}): free space there, set TMPDIR to another folder, or get permission to read the file.`,
      { cause: error },
    );
  }
  throw new ColloquyError(
    "workspace-busy",
    `${path} changes while it is read; wait until the run that writes it ends.`,
  );
}

/** A value that changes with every write to a file. */
function stateOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? "none" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}
