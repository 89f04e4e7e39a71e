import type { Database, Statement } from "better-sqlite3";
import type { SqlValue } from "./encoding.ts";

const CACHED_VALUES = 20_000;
const CACHED_LENGTH = 256;

export interface InternerOptions {
  /** A table `(n INTEGER PRIMARY KEY, value NOT NULL UNIQUE)`. */
  readonly table: string;
  readonly encode: (value: string) => SqlValue;
  readonly decode: (stored: SqlValue | undefined) => string;
}

/**
 * Assigns a small number to each distinct string, for use in other tables. Unused numbers stay until the table is
 * cleared.
 */
export class Interner {
  readonly #options: InternerOptions;
  readonly #numbers = new Map<string, number>();
  readonly #values = new Map<number, string>();
  readonly #select: Statement<[SqlValue], number>;
  readonly #insert: Statement<[SqlValue]>;
  readonly #read: Statement<[number], SqlValue>;

  constructor(connection: Database, options: InternerOptions) {
    this.#options = options;
    this.#select = connection.prepare<[SqlValue], number>(`SELECT n FROM ${options.table} WHERE value = ?`).pluck();
    this.#insert = connection.prepare<[SqlValue]>(`INSERT INTO ${options.table}(value) VALUES (?)`);
    this.#read = connection.prepare<[number], SqlValue>(`SELECT value FROM ${options.table} WHERE n = ?`).pluck();
  }

  /** The number of a value, created if it has none. */
  intern(value: string): number {
    const known = this.find(value);
    if (known !== null) return known;
    const made = Number(this.#insert.run(this.#options.encode(value)).lastInsertRowid);
    this.#remember(value, made);
    return made;
  }

  internNullable(value: string | null): number | null {
    return value === null ? null : this.intern(value);
  }

  /** The number of a value, or null if it has none. */
  find(value: string): number | null {
    const cached = this.#numbers.get(value);
    if (cached !== undefined) return cached;
    const stored = this.#select.get(this.#options.encode(value));
    if (stored === undefined) return null;
    this.#remember(value, stored);
    return stored;
  }

  value(number: SqlValue | undefined): string {
    if (typeof number !== "number")
      throw new TypeError(`Expected a number of ${this.#options.table}, got ${String(number)}`);
    const cached = this.#values.get(number);
    if (cached !== undefined) return cached;
    const value = this.#options.decode(this.#read.get(number));
    this.#remember(value, number);
    return value;
  }

  valueOrNull(number: SqlValue | undefined): string | null {
    return number === null ? null : this.value(number);
  }

  /** Clears the cache, after a rollback or a change by another connection. */
  forget(): void {
    this.#numbers.clear();
    this.#values.clear();
  }

  #remember(value: string, number: number): void {
    if (value.length > CACHED_LENGTH) return;
    if (this.#numbers.size >= CACHED_VALUES || this.#values.size >= CACHED_VALUES) this.forget();
    this.#numbers.set(value, number);
    this.#values.set(number, value);
  }
}
