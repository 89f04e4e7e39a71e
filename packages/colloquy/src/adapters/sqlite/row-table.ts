import type { Database, Statement } from "better-sqlite3";
import { sameValue, type SqlValue } from "./encoding.ts";

export type Columns = readonly SqlValue[];

/** The result of a write: no row existed, an equal row, or another row (its columns). */
export type Written = "inserted" | "same" | Columns;

/** Writes whole rows by key. An equal row is not written again. */
export class RowTable {
  readonly #insert: Statement<SqlValue[]>;
  readonly #select: Statement<[SqlValue], SqlValue[]>;
  readonly #update: Statement<SqlValue[]>;
  readonly #delete: Statement<[SqlValue]>;

  constructor(connection: Database, table: string, key: string, columns: readonly string[]) {
    const places = ["?", ...columns.map(() => "?")].join(", ");
    this.#insert = connection.prepare(
      `INSERT INTO ${table}(${[key, ...columns].join(", ")}) VALUES (${places}) ON CONFLICT(${key}) DO NOTHING`,
    );
    this.#select = connection
      .prepare<[SqlValue], SqlValue[]>(`SELECT ${columns.join(", ")} FROM ${table} WHERE ${key} = ?`)
      .raw();
    this.#update = connection.prepare(
      `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE ${key} = ?`,
    );
    this.#delete = connection.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
  }

  put(key: SqlValue, columns: Columns): Written {
    if (this.#insert.run(key, ...columns).changes === 1) return "inserted";
    const before = this.get(key) ?? [];
    if (columns.every((value, index) => sameValue(value, before[index] ?? null))) return "same";
    this.#update.run(...columns, key);
    return before;
  }

  get(key: SqlValue): Columns | null {
    return this.#select.get(key) ?? null;
  }

  /** Deletes a row. @returns its columns, or null if there was none. */
  take(key: SqlValue): Columns | null {
    const before = this.get(key);
    if (before !== null) this.#delete.run(key);
    return before;
  }
}
