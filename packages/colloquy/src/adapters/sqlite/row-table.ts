import type { Database, Statement } from "better-sqlite3";
import { sameStored, type Stored } from "./encoding.ts";

export type Columns = readonly Stored[];

/** The result of a write: no row existed, an equal row, or another row (its columns). */
export type Written = "inserted" | "same" | Columns;

/** Writes whole rows by key. An equal row is not written again. */
export class RowTable {
  readonly #insert: Statement<Stored[]>;
  readonly #select: Statement<[Stored], Stored[]>;
  readonly #update: Statement<Stored[]>;
  readonly #delete: Statement<[Stored]>;

  constructor(connection: Database, table: string, key: string, columns: readonly string[]) {
    const places = ["?", ...columns.map(() => "?")].join(", ");
    this.#insert = connection.prepare(
      `INSERT INTO ${table}(${[key, ...columns].join(", ")}) VALUES (${places}) ON CONFLICT(${key}) DO NOTHING`,
    );
    this.#select = connection
      .prepare<[Stored], Stored[]>(`SELECT ${columns.join(", ")} FROM ${table} WHERE ${key} = ?`)
      .raw();
    this.#update = connection.prepare(
      `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE ${key} = ?`,
    );
    this.#delete = connection.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
  }

  put(key: Stored, columns: Columns): Written {
    if (this.#insert.run(key, ...columns).changes === 1) return "inserted";
    const before = this.get(key) ?? [];
    if (columns.every((value, index) => sameStored(value, before[index] ?? null))) return "same";
    this.#update.run(...columns, key);
    return before;
  }

  get(key: Stored): Columns | null {
    return this.#select.get(key) ?? null;
  }

  /** Deletes a row. @returns its columns, or null if there was none. */
  take(key: Stored): Columns | null {
    const before = this.get(key);
    if (before !== null) this.#delete.run(key);
    return before;
  }
}
