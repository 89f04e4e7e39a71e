import type { ProjectedRow } from "../model/index.ts";
import type { DamagedRow } from "../ports/index.ts";
import { stopWhenInterrupted } from "./interrupted.ts";
import type { ProjectionOptions } from "./options.ts";
import type { Projection } from "./projection.ts";
import { groupParts, RowCensus } from "./verify-census.ts";
import { type Damage, findDamagedRows } from "./verify-damage.ts";

/** Rows in memory at once for a comparison one by one: about 40 MB. */
const ROWS_A_GROUP = 250_000;

/** The rows of each kind as a ledger has them. */
export type LedgerCensuses<Kind> = ReadonlyMap<Kind, RowCensus>;

/** The comparison of a store's rows with the ledger. */
export interface StoreComparison<Row extends ProjectedRow> {
  /** The counts of both sides, by kind. */
  readonly kinds: ReadonlyMap<Row["kind"], { readonly ledger: RowCensus; readonly store: RowCensus }>;
  /** The damage of the kinds that differ; empty if none differs. */
  readonly damage: ReadonlyMap<Row["kind"], Damage<Row>>;
}

/** @throws ColloquyError `interrupted` between two batches. */
export async function ledgerCensuses<Row extends ProjectedRow>(
  { kinds, ledgerRows }: Projection<Row>,
  options: ProjectionOptions,
): Promise<LedgerCensuses<Row["kind"]>> {
  const censuses = new Map<Row["kind"], RowCensus>();
  for (const kind of kinds) censuses.set(kind, await takeCensus(ledgerRows(kind), options));
  return censuses;
}

/**
 * Compares kind by kind. One pass over the store finds the kinds and the parts that differ. Further passes over these
 * parts of both sides find the rows. Memory is bounded.
 * @throws ColloquyError `interrupted` between two batches.
 */
export async function compareRows<Row extends ProjectedRow>(
  projection: Projection<Row>,
  ledger: LedgerCensuses<Row["kind"]>,
  options: ProjectionOptions,
): Promise<StoreComparison<Row>> {
  const kinds = new Map<Row["kind"], { ledger: RowCensus; store: RowCensus }>();
  for (const [kind, census] of ledger)
    kinds.set(kind, { ledger: census, store: await takeCensus(projection.storeRows(kind), options) });

  const damage = new Map<Row["kind"], Damage<Row>>();
  const rowsRead = (rows: number): void => reportRows(rows, options);
  for (const [kind, sides] of kinds) {
    const parts = sides.ledger.differences(sides.store);
    if (parts.length === 0) continue;
    const groups = groupParts(parts, sides.ledger, sides.store, ROWS_A_GROUP);
    damage.set(kind, await findDamagedRows(projection, kind, groups, rowsRead));
  }
  return { kinds, damage };
}

async function takeCensus(
  batches: AsyncIterable<readonly (ProjectedRow | DamagedRow)[]>,
  options: ProjectionOptions,
): Promise<RowCensus> {
  const census = new RowCensus();
  for await (const rows of batches) {
    for (const row of rows) census.add(row);
    reportRows(rows.length, options);
  }
  return census;
}

function reportRows(rows: number, { onRows, signal }: ProjectionOptions): void {
  onRows(rows);
  stopWhenInterrupted(signal);
}
