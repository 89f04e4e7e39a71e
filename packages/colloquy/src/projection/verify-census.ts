import { canonicalLine, DigestSum, lineHash, type ProjectedRow } from "../model/index.ts";
import type { DamagedRow } from "../ports/index.ts";

/** In a store of a million rows a part has a few hundred: for a row that differs, only these are read again. */
const PARTS = 4096;

/**
 * Counts and digests of the rows of a kind, in total and by part. One pass computes them in bounded memory; a second
 * pass reads only the parts that differ.
 */
export class RowCensus {
  readonly #counts = new Uint32Array(PARTS);
  readonly #sums = Array.from<unknown, DigestSum | null>({ length: PARTS }, () => null);
  #count = 0;

  add(row: ProjectedRow | DamagedRow): void {
    const part = partOf(row.id);
    this.#count += 1;
    this.#counts[part] = this.countOf(part) + 1;
    const sum = this.#sums[part] ?? new DigestSum();
    this.#sums[part] = sum.add(rowHash(row));
  }

  get count(): number {
    return this.#count;
  }

  /** Digest of all rows. */
  get digest(): DigestSum {
    const total = new DigestSum();
    for (const sum of this.#sums) if (sum !== null) total.merge(sum);
    return total;
  }

  equals(other: RowCensus): boolean {
    return this.differences(other).length === 0;
  }

  /** The parts in which the rows of two passes are not the same, in order. */
  differences(other: RowCensus): readonly number[] {
    return Array.from({ length: PARTS }, (_, part) => part).filter(
      (part) => this.countOf(part) !== other.countOf(part) || this.#sumOf(part) !== other.#sumOf(part),
    );
  }

  countOf(part: number): number {
    return this.#counts[part] ?? 0;
  }

  #sumOf(part: number): string | undefined {
    return this.#sums[part]?.toHex();
  }
}

/** The part that a row belongs to, for any form of id (FNV-1a). */
export function partOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % PARTS;
}

/**
 * The hash by which rows are compared. The hash of a row that is damaged or cannot be written equals no other hash: the
 * row counts as changed.
 */
export function rowHash(row: ProjectedRow | DamagedRow): Uint8Array {
  if (row.kind === "damaged") return lineHash(`damaged: ${row.id}: ${row.reason}`);
  try {
    return lineHash(canonicalLine(row));
  } catch (error) {
    if (error instanceof TypeError) return lineHash(`no row: ${error.message}`);
    throw error;
  }
}

/** Parts whose rows fit in memory together. */
export interface PartGroup {
  readonly parts: ReadonlySet<number>;
  /** The most rows that the ledger has in them. */
  readonly rows: number;
}

/** Puts parts into groups of at most `maxRows` rows on either side; a larger part is a group of its own. */
export function groupParts(
  parts: readonly number[],
  ledger: RowCensus,
  store: RowCensus,
  maxRows: number,
): readonly PartGroup[] {
  const groups: { parts: Set<number>; rows: number }[] = [];
  for (const part of parts) {
    const rows = Math.max(ledger.countOf(part), store.countOf(part));
    const group = groups.at(-1);
    if (group === undefined || group.rows + rows > maxRows) groups.push({ parts: new Set([part]), rows });
    else {
      group.parts.add(part);
      group.rows += rows;
    }
  }
  return groups;
}
