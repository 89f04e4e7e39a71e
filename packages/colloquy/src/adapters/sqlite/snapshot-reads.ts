import type { Statement } from "better-sqlite3";
import type { OpenDatabase } from "./database.ts";

/** Answers each question from one snapshot, and has caches forgotten when another connection wrote. */
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
    const answer = () => {
      const version = this.#version.get();
      if (version !== this.#seen) this.#forget();
      this.#seen = version;
      return work();
    };
    return this.#database.guard(() => this.#database.connection.transaction(answer)());
  }
}
