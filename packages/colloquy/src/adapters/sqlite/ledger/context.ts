import { randomBytes } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import { DigestSum, type Epoch, FIRST_EPOCH, type GraphRowKind } from "../../../model/index.ts";
import type { Resolver } from "../../../ports/index.ts";
import { insertChecked, isIntact } from "./checksums.ts";
import { damaged } from "./damage.ts";

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

/** Null where it has no value, also where what is there is not what was written: see `requireIntactState`. */
export function readMeta(context: Pick<LedgerContext, "sql">, key: string): string | null {
  const row = context.sql(`SELECT value FROM meta WHERE key = ? AND ${isIntact("meta")}`).get(key) as
    { value: string } | undefined;
  return row?.value ?? null;
}

/** @throws ColloquyError `ledger` where what the ledger remembers of itself is damaged: a few rows, so all are looked at. */
export function requireIntactState(context: LedgerContext): void {
  const isDamaged =
    context.sql(`SELECT 1 FROM meta WHERE NOT ${isIntact("meta")} LIMIT 1`).get() !== undefined ||
    context.sql("SELECT 1 FROM meta WHERE key = 'marker'").get() === undefined;
  if (isDamaged) throw damaged(context, "what it says of itself");
}

export function writeMeta(context: Pick<LedgerContext, "sql">, key: string, value: string): void {
  context
    .sql(insertChecked("meta", "ON CONFLICT (key) DO UPDATE SET value = excluded.value, checksum = excluded.checksum"))
    .run({ key, value });
}

/** Whether this ledger completed the epoch itself. */
export function hasEpoch({ sql }: Pick<LedgerContext, "sql">, { number, identity }: Epoch): boolean {
  if (number === FIRST_EPOCH.number) return identity === FIRST_EPOCH.identity;
  return sql("SELECT 1 FROM epochs WHERE number = ? AND identity = ?").get(number, identity) !== undefined;
}

/** Epochs that this ledger completed before it concluded everything anew. */
export function supersededEpochs(context: Pick<LedgerContext, "sql">): readonly Epoch[] {
  return JSON.parse(readMeta(context, "superseded") ?? "[]") as readonly Epoch[];
}

/** Whether this ledger completed the epoch before it concluded everything anew. */
export function hadEpoch(context: Pick<LedgerContext, "sql">, { number, identity }: Epoch): boolean {
  return supersededEpochs(context).some((epoch) => epoch.number === number && epoch.identity === identity);
}

type RowKind = GraphRowKind | "vector";

const PUT_TOMBSTONE = insertChecked(
  "tombstones",
  "ON CONFLICT DO UPDATE SET epoch = excluded.epoch, checksum = excluded.checksum",
);

/**
 * Keeps the digest and the epoch while rows change. Rows written now belong to the next epoch; a
 * projection happens only between two resolutions, so it never sees an epoch half built.
 */
class Changes {
  readonly #sql: LedgerContext["sql"];
  #stored = new DigestSum().toHex();
  #digest = new DigestSum();
  #epoch = FIRST_EPOCH;
  #hasTombstones = false;
  #count = 0;

  constructor(sql: LedgerContext["sql"]) {
    this.#sql = sql;
    this.reload();
  }

  /** Reads from the tables again what it keeps in memory. */
  reload(): void {
    const sql = this.#sql;
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
      this.#sql(PUT_TOMBSTONE).run({ kind, id, epoch: next });
      this.#hasTombstones = true;
    } else if (before === null && this.#hasTombstones) {
      this.#sql("DELETE FROM tombstones WHERE kind = ? AND id = ?").run(kind, id);
    }
    return next;
  }

  /** Runs `work` in a transaction of `commit`; the digest is part of it. */
  transaction<T>(commit: (work: () => T) => T, work: () => T): T {
    const before = this.#digest.toHex();
    const epochBefore = this.#epoch;
    try {
      return commit(() => {
        const result = work();
        const digest = this.#digest.toHex();
        if (digest !== this.#stored) {
          writeMeta({ sql: this.#sql }, "digest", digest);
          writeMeta({ sql: this.#sql }, "unfinished", "1");
        }
        this.#stored = digest;
        return result;
      });
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
    this.#sql(insertChecked("epochs")).run({ ...this.#epoch });
    writeMeta({ sql: this.#sql }, "unfinished", "0");
    return count;
  }
}
