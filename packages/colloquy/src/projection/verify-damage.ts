import type { ProjectedRow } from "../model/index.ts";
import type { DamagedRow } from "../ports/index.ts";
import type { Projection } from "./projection.ts";
import { type PartGroup, partOf, rowHash } from "./verify-census.ts";

/** The faults that a row of a store can have. */
export const FAULTS = ["missing", "changed", "extra", "doubled"] as const;

/** `doubled`: the store has several rows with the id of one row of the ledger. */
export type Fault = (typeof FAULTS)[number];

/** Further faulty rows are counted and not listed: filling such a store again is faster than repairing it. */
const LISTED = 100_000;
const EXAMPLES = 3;

/** Ids of rows with one fault. */
class FaultyIds {
  readonly ids: string[] = [];
  #count = 0;

  add(id: string): void {
    this.#count += 1;
    if (this.ids.length < LISTED) this.ids.push(id);
  }

  get count(): number {
    return this.#count;
  }

  /** Whether all counted ids are listed. */
  get isWhole(): boolean {
    return this.ids.length === this.#count;
  }
}

/** The faulty rows of a kind, with examples of each fault: the ledger's rows, and the store's for extra rows. */
export class Damage<Row extends ProjectedRow> {
  readonly missing = new FaultyIds();
  readonly changed = new FaultyIds();
  readonly extra = new FaultyIds();
  readonly doubled = new FaultyIds();
  readonly examples: Record<Fault, (Row | DamagedRow)[]> = { missing: [], changed: [], extra: [], doubled: [] };

  get isWhole(): boolean {
    return FAULTS.every((fault) => this[fault].isWhole);
  }
}

const NOT_MET = 0;
const MET = 1;
const CHANGED = 2;
const DOUBLED = 3;
const HASH_BYTES = 32;

/** Ids and hashes of the ledger's rows in some parts. */
class ExpectedRows {
  readonly #indexes = new Map<string, number>();
  readonly #hashes: Buffer;
  readonly #met: Uint8Array;

  constructor(rows: number) {
    this.#hashes = Buffer.alloc(rows * HASH_BYTES);
    this.#met = new Uint8Array(rows);
  }

  expect(row: ProjectedRow): void {
    const index = this.#indexes.size;
    this.#indexes.set(row.id, index);
    this.#hashes.set(rowHash(row), index * HASH_BYTES);
  }

  /** Compares a row of the store; false if the ledger has no row with its id. */
  meet(row: ProjectedRow | DamagedRow): boolean {
    const index = this.#indexes.get(row.id);
    if (index === undefined) return false;
    const expected = this.#hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    const isFirst = this.#met[index] === NOT_MET;
    this.#met[index] = isFirst ? (expected.equals(rowHash(row)) ? MET : CHANGED) : DOUBLED;
    return true;
  }

  *faults(): Generator<readonly [id: string, fault: Fault]> {
    for (const [id, index] of this.#indexes) {
      const met = this.#met[index];
      if (met === NOT_MET) yield [id, "missing"];
      if (met === CHANGED) yield [id, "changed"];
      if (met === DOUBLED) yield [id, "doubled"];
    }
  }
}

/**
 * Finds which rows of a kind differ between ledger and store. Reads all rows of the kind once for each group of parts
 * and holds the hashes of one group in memory.
 * @param groups the parts that differ.
 */
export async function findDamagedRows<Row extends ProjectedRow>(
  projection: Projection<Row>,
  kind: Row["kind"],
  groups: readonly PartGroup[],
  onRows: (rows: number) => void,
): Promise<Damage<Row>> {
  const damage = new Damage<Row>();
  for (const { parts, rows: size } of groups) {
    const expected = new ExpectedRows(size);
    for await (const rows of projection.ledgerRows(kind)) {
      for (const row of rows) if (parts.has(partOf(row.id))) expected.expect(row);
      onRows(rows.length);
    }
    const extra = new Set<string>();
    for await (const rows of projection.storeRows(kind)) {
      for (const row of rows) {
        if (!parts.has(partOf(row.id)) || expected.meet(row) || extra.has(row.id)) continue;
        extra.add(row.id);
        damage.extra.add(row.id);
        if (damage.examples.extra.length < EXAMPLES) damage.examples.extra.push(row);
      }
      onRows(rows.length);
    }
    for (const [id, fault] of expected.faults()) damage[fault].add(id);
  }
  await findExamples(projection, kind, damage);
  return damage;
}

async function findExamples<Row extends ProjectedRow>(
  projection: Projection<Row>,
  kind: Row["kind"],
  damage: Damage<Row>,
): Promise<void> {
  const wanted = new Map<string, Fault>();
  for (const fault of ["missing", "changed", "doubled"] as const)
    for (const id of damage[fault].ids.slice(0, EXAMPLES)) wanted.set(id, fault);
  if (wanted.size === 0) return;
  for await (const rows of projection.ledgerRows(kind)) {
    for (const row of rows) {
      const fault = wanted.get(row.id);
      if (fault === undefined) continue;
      damage.examples[fault].push(row);
      wanted.delete(row.id);
    }
    if (wanted.size === 0) return;
  }
}
