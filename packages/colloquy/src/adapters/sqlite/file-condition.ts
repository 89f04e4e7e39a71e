import { closeSync, existsSync, openSync, readSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { ColloquyError } from "../../model/index.ts";
import type { DatabaseKind } from "./database-failure.ts";
import { GRAPH_DATABASE } from "./graph-store/schema.ts";
import { VECTOR_DATABASE } from "./vector-store/schema.ts";

/** `broken`: a store of Colloquy that is damaged or has another format. */
type FileCondition = "usable" | "broken" | "foreign";

/**
 * Removes the files of embedded stores of Colloquy that cannot be used, so that new ones can be created. A store can be
 * filled from the ledger again; no other file is removed.
 * @throws ColloquyError `store` for a file that Colloquy did not make.
 */
export function removeBrokenStores(paths: { readonly graph: string; readonly vectors: string }): void {
  removeIfBroken(paths.graph, GRAPH_DATABASE);
  removeIfBroken(paths.vectors, VECTOR_DATABASE);
}

function removeIfBroken(path: string, kind: DatabaseKind): void {
  if (!existsSync(path)) return;
  const condition = conditionOf(path, kind);
  if (condition === "foreign")
    throw new ColloquyError(
      "store",
      `${path} is not a ${kind.what} of Colloquy, but has its path; move it away, then run the command again.`,
    );
  if (condition === "broken") for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
}

function conditionOf(path: string, kind: DatabaseKind): FileCondition {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path);
    const applicationId = connection.pragma("application_id", { simple: true });
    const objects = connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get();
    if (applicationId === 0 && objects === 0) return "usable";
    if (applicationId !== kind.applicationId) return "foreign";
    if (connection.pragma("user_version", { simple: true }) !== kind.version) return "broken";
    return connection.pragma("quick_check(1)", { simple: true }) === "ok" ? "usable" : "broken";
  } catch (error) {
    if (!isDamage(error)) throw error;
    return applicationIdInHead(path) === kind.applicationId ? "broken" : "foreign";
  } finally {
    connection?.close();
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(error.code);
}

/** See https://www.sqlite.org/fileformat.html: 4 bytes at offset 68, the most significant first. */
function applicationIdInHead(path: string): number {
  const head = Buffer.alloc(72);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.readInt32BE(68);
}
