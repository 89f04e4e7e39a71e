import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The databases that tools read, and their logs of writes. An empty log holds nothing; readers may create it. */
const DATABASE = /^(?:ledger|graph|vectors)\.db(?:-wal)?$/;

/**
 * A text that changes when a database of a workspace is written or replaced, or one is added. It stays the same when they are
 * read. Empty for a folder that does not exist.
 */
export function folderStamp(folder: string): string {
  try {
    const files = readdirSync(folder).filter((name) => DATABASE.test(name));
    return files
      .toSorted()
      .map((name) => stampOf(join(folder, name), name))
      .join("");
  } catch {
    return "";
  }
}

function stampOf(path: string, name: string): string {
  const { ino, size, mtimeMs } = statSync(path);
  return size === 0 ? "" : `${name} ${ino} ${size} ${mtimeMs}\n`;
}
