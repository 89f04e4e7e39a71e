import type { Statement } from "better-sqlite3";
import type { OpenDatabase } from "./database.ts";

/** Runs each read in one snapshot, and clears the caches after a write by another connection. */
export class SnapshotReads {
  readonly #database: OpenDatabase;
  readonly #forget: () => void;
  readonly #version: Statement<[], number>;
  #seen: number | undefined;

  constructor(database: OpenDatabase, forget: () => void) {
    this.#database = database;
    this.#forget = forget;
    this.#version = database.connection.prepare<[], number>("PRAGMA data_version").pluck();
  }

  run<Result>(work: () => Result): Result {
    const snapshot = () => {
      const version = this.#version.get();
      if (version !== this.#seen) this.#forget();
      this.#seen = version;
      return work();
    };
    return this.#database.guard(() => this.#database.connection.transaction(snapshot)());
  }
}
