import { randomBytes } from "node:crypto";
import { DigestSum, type Epoch, FIRST_EPOCH, type GraphRowKind } from "../../../../model/index.ts";
import { insertChecked } from "../checksums.ts";
import { readMeta, writeMeta } from "../meta.ts";
import type { Statements } from "../statements.ts";

type RowKind = GraphRowKind | "vector";

const PUT_TOMBSTONE = insertChecked(
  "tombstones",
  "ON CONFLICT DO UPDATE SET epoch = excluded.epoch, checksum = excluded.checksum",
);

/**
 * Maintains the digest and the epoch while rows change. Rows written now belong to the next epoch. A projection runs
 * only between two resolutions, so it never reads an incomplete epoch.
 */
export class Changes {
  readonly #sql: Statements["sql"];
  #stored = new DigestSum().toHex();
  #digest = new DigestSum();
  #epoch = FIRST_EPOCH;
  #hasTombstones = false;
  #count = 0;

  constructor({ sql }: Statements) {
    this.#sql = sql;
    this.reload();
  }

  /** Reads its values in memory from the tables again. */
  reload(): void {
    const sql = this.#sql;
    this.#stored = readMeta({ sql }, "digest") ?? new DigestSum().toHex();
    this.#digest = DigestSum.fromHex(this.#stored);
    const last = sql("SELECT number, identity FROM epochs ORDER BY number DESC LIMIT 1").get() as Epoch | undefined;
    this.#epoch = last ?? FIRST_EPOCH;
    this.#hasTombstones = sql("SELECT 1 FROM tombstones LIMIT 1").get() !== undefined;
  }

  /** The epoch of the last completed resolution. */
  get epoch(): Epoch {
    return this.#epoch;
  }

  get digest(): string {
    return this.#digest.toHex();
  }

  /** Records a change of a row's hash (null: no row). @returns the epoch to store with the row. */
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

  /** Ends the epoch if rows changed since the last one. @returns the number of changes. */
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
