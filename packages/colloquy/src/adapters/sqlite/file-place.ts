import { statSync } from "node:fs";
import { ColloquyError } from "../../model/index.ts";

/**
 * Remembers which files a database was opened from: the file itself and the write-ahead log beside it. SQLite goes on
 * writing to files that were removed, and everything that is committed to them is lost when they are closed.
 */
export class FilePlace {
  readonly #path: string;
  readonly #opened: ReadonlyMap<string, string | null>;

  /** @param path of a database that is open in WAL mode and was read at least once. */
  constructor(path: string) {
    this.#path = path;
    this.#opened = new Map([path, `${path}-wal`].map((file) => [file, identityOf(file)]));
  }

  /** @throws ColloquyError `disk` where one of the files is no longer the one that was opened. Two calls of the system. */
  check(): void {
    for (const [file, identity] of this.#opened) {
      if (identity === identityOf(file)) continue;
      throw new ColloquyError(
        "disk",
        `${file} was removed, moved or replaced while it was written to, so nothing more is written: put the files of ${this.#path} back if you moved them, then run the same command again.`,
      );
    }
  }
}

/** Device and number of a file; null where there is none. */
function identityOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
