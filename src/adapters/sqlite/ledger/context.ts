import { randomBytes } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import { DigestSum, type Epoch, FIRST_EPOCH, type GraphRowKind } from "../../../model/index.ts";
import type { Resolver } from "../../../ports/index.ts";

/** What a ledger's parts share: the database, its prepared statements, and the change that is being built. */
export interface LedgerContext {
  readonly workspace: string;
  readonly resolver: Resolver;
  readonly database: Database;
  /** Prepares a statement once. */
  sql(text: string): Statement<unknown[]>;
  readonly changes: Changes;
}

export function createContext(database: Database, workspace: string, resolver: Resolver): LedgerContext {
  const statements = new Map<string, Statement<unknown[]>>();
  const sql = (text: string): Statement<unknown[]> => {
    let statement = statements.get(text);
    if (statement === undefined) {
      statement = database.prepare<unknown[]>(text);
      statements.set(text, statement);
    }
    return statement;
  };
  return { workspace, resolver, database, sql, changes: new Changes(sql) };
}

export function readMeta(context: Pick<LedgerContext, "sql">, key: string): string | null {
  const row = context.sql("SELECT value FROM meta WHERE key = ?").get(key) as { value: string } | undefined;
  return row?.value ?? null;
}

export function writeMeta(context: Pick<LedgerContext, "sql">, key: string, value: string): void {
  context
    .sql("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
    .run(key, value);
}

/** Whether this ledger completed the epoch itself. */
export function hasEpoch({ sql }: Pick<LedgerContext, "sql">, { number, identity }: Epoch): boolean {
  if (number === FIRST_EPOCH.number) return identity === FIRST_EPOCH.identity;
  return sql("SELECT 1 FROM epochs WHERE number = ? AND identity = ?").get(number, identity) !== undefined;
}

type RowKind = GraphRowKind | "vector";

/**
 * Keeps the digest and the epoch while rows change. Rows written now belong to the next epoch; a
 * projection happens only between two resolutions, so it never sees an epoch half built.
 */
class Changes {
  readonly #sql: LedgerContext["sql"];
  #digest: DigestSum;
  #stored: string;
  #epoch: Epoch;
  #hasTombstones: boolean;
  #count = 0;

  constructor(sql: LedgerContext["sql"]) {
    this.#sql = sql;
    this.#stored = readMeta({ sql }, "digest") ?? new DigestSum().toHex();
    this.#digest = DigestSum.fromHex(this.#stored);
    const last = sql("SELECT number, identity FROM epochs ORDER BY number DESC LIMIT 1").get() as Epoch | undefined;
    this.#epoch = last ?? FIRST_EPOCH;
    this.#hasTombstones = sql("SELECT 1 FROM tombstones LIMIT 1").get() !== undefined;
  }

  /** Of the last completed resolution. */
  get epoch(): Epoch {
    return this.#epoch;
  }

  get digest(): string {
    return this.#digest.toHex();
  }

  /** Records that a row's hash becomes another one (null: there is no such row); gives the epoch to store with it. */
  record(kind: RowKind, id: string, before: Uint8Array | null, after: Uint8Array | null): number {
    this.#count += 1;
    const next = this.#epoch.number + 1;
    if (before !== null) this.#digest.subtract(before);
    if (after !== null) this.#digest.add(after);
    if (after === null) {
      this.#sql(
        "INSERT INTO tombstones (kind, id, epoch) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET epoch = excluded.epoch",
      ).run(kind, id, next);
      this.#hasTombstones = true;
    } else if (before === null && this.#hasTombstones) {
      this.#sql("DELETE FROM tombstones WHERE kind = ? AND id = ?").run(kind, id);
    }
    return next;
  }

  /** Runs a transaction; the digest is part of it. */
  transaction<T>(database: Database, work: () => T): T {
    const before = this.#digest.toHex();
    const epochBefore = this.#epoch;
    try {
      return database.transaction(() => {
        const result = work();
        const digest = this.#digest.toHex();
        if (digest !== this.#stored) {
          writeMeta({ sql: this.#sql }, "digest", digest);
          writeMeta({ sql: this.#sql }, "unfinished", "1");
        }
        this.#stored = digest;
        return result;
      })();
    } catch (error) {
      this.#digest = DigestSum.fromHex(before);
      this.#stored = before;
      this.#epoch = epochBefore;
      throw error;
    }
  }

  /** Ends the epoch if anything changed since the last one; gives how many changes it holds. */
  finish(): number {
    const count = this.#count;
    this.#count = 0;
    if (readMeta({ sql: this.#sql }, "unfinished") !== "1") return count;
    this.#epoch = { number: this.#epoch.number + 1, identity: randomBytes(16).toString("hex") };
    this.#sql("INSERT INTO epochs (number, identity) VALUES (?, ?)").run(this.#epoch.number, this.#epoch.identity);
    writeMeta({ sql: this.#sql }, "unfinished", "0");
    return count;
  }
}
