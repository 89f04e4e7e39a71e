import { DigestSum, type ProjectedRow } from "../model/index.ts";
import type { DamagedRow } from "../ports/index.ts";
import type { FaultyRow, KindVerification, StoreVerification } from "./verification.ts";
import type { RowCensus } from "./verify-census.ts";
import type { StoreComparison } from "./verify-compare.ts";
import { Damage, FAULTS } from "./verify-damage.ts";

/** The numbers and examples of a comparison. */
export function describeComparison<Row extends ProjectedRow>(
  comparison: StoreComparison<Row>,
): Omit<StoreVerification, "store" | "holds" | "ok" | "state" | "repaired"> {
  const kinds: Partial<Record<ProjectedRow["kind"], KindVerification>> = {};
  for (const [kind, sides] of comparison.kinds) kinds[kind] = describeKind(sides, comparison.damage.get(kind));
  const all = Object.values(kinds);
  const sum = (count: (kind: KindVerification) => number) => all.reduce((total, each) => total + count(each), 0);
  return {
    digest: digestOf(comparison),
    rows: { ledger: sum(({ rows }) => rows.ledger), store: sum(({ rows }) => rows.store) },
    kinds,
    missing: sum(({ missing }) => missing),
    changed: sum(({ changed }) => changed),
    extra: sum(({ extra }) => extra),
    doubled: sum(({ doubled }) => doubled),
    examples: [...comparison.damage].flatMap(([kind, { examples }]) =>
      FAULTS.flatMap((fault) => examples[fault].map((row) => ({ kind, id: row.id, fault, ...nameAndFile(row) }))),
    ),
  };
}

/** The digest of all rows in the store. */
export function digestOf<Row extends ProjectedRow>({ kinds }: StoreComparison<Row>): string {
  const total = new DigestSum();
  for (const { store } of kinds.values()) total.merge(store.digest);
  return total.toHex();
}

function describeKind<Row extends ProjectedRow>(
  { ledger, store }: { readonly ledger: RowCensus; readonly store: RowCensus },
  damage: Damage<Row> | undefined,
): KindVerification {
  const { missing, changed, extra, doubled } = damage ?? new Damage<Row>();
  return {
    ok: damage === undefined,
    rows: { ledger: ledger.count, store: store.count },
    missing: missing.count,
    changed: changed.count,
    extra: extra.count,
    doubled: doubled.count,
  };
}

/** The name and the file that identify a row for readers. */
function nameAndFile(row: ProjectedRow | DamagedRow): Pick<FaultyRow, "name" | "file"> {
  switch (row.kind) {
    case "damaged":
      return { name: null, file: null };
    case "entity":
      return { name: row.name, file: null };
    case "relationship":
      return { name: row.type, file: null };
    case "transcript":
    case "chunk":
    case "vector":
      return { name: null, file: row.file };
    case "quote":
      return { name: row.text, file: row.evidence.file };
    case "mention":
    case "evidence":
      return { name: row.evidence.text, file: row.evidence.file };
  }
}
