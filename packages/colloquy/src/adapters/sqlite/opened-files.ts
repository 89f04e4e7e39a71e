import { statSync } from "node:fs";
import { ColloquyError } from "../../model/index.ts";

/**
 * Identifies the files of an open database: the file itself and its write-ahead log. SQLite continues to write to
 * removed files, and everything committed to them is lost when they are closed.
 */
export class OpenedFiles {
  readonly #path: string;
  readonly #opened: ReadonlyMap<string, string | null>;

  /** @param path of a database that is open in WAL mode and was read at least once. */
  constructor(path: string) {
    this.#path = path;
    this.#opened = new Map([path, `${path}-wal`].map((file) => [file, identityOf(file)]));
  }

  /** @throws ColloquyError `disk` if one of the files is no longer the opened one. Takes two system calls. */
  check(): void {
    for (const [file, identity] of this.#opened) {
      if (identity === identityOf(file)) continue;
      throw new ColloquyError(
        "disk",
        `${file} was removed, moved or replaced while it was in use, so nothing more is written to it: put the files of ${this.#path} back if you moved them, then run the same command again.`,
      );
    }
  }
}

/** Device and number of a file; null if there is none. */
function identityOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
