import { type Epoch, FIRST_EPOCH, type ProjectedRow } from "../model/index.ts";
import { stopWhenInterrupted } from "./interrupted.ts";
import type { ProjectionOptions } from "./options.ts";
import type { Projection } from "./projection.ts";
import type { Damage } from "./verify-damage.ts";

const IDS_A_BATCH = 5000;
/** Kinds that a store may keep as edges. An upsert does not replace an edge with another type or other ends. */
const EDGES: readonly ProjectedRow["kind"][] = ["mention", "relationship"];

/**
 * Repairs the damage: removes extra rows, doubled rows and changed edges, then writes the missing and changed rows.
 * Meanwhile the state of the store has no complete epoch: after an interruption every row is written.
 * @param damage the damage of the kinds that differ, with all ids listed.
 * @returns how many rows were written or removed.
 */
export async function repairRows<Row extends ProjectedRow>(
  projection: Projection<Row>,
  damage: ReadonlyMap<Row["kind"], Damage<Row>>,
  { epoch, signal, onRows }: ProjectionOptions & { readonly epoch: Epoch },
): Promise<number> {
  let done = 0;
  const batchDone = (rows: number): void => {
    done += rows;
    onRows(rows);
    stopWhenInterrupted(signal);
  };
  const { marker } = projection;
  await projection.complete({ marker, epoch: FIRST_EPOCH });
  await projection.begin({ marker, epoch });
  for (const kind of projection.kinds.toReversed()) {
    const found = damage.get(kind);
    const edges = EDGES.includes(kind) ? (found?.changed.ids ?? []) : [];
    const ids = [...(found?.extra.ids ?? []), ...(found?.doubled.ids ?? []), ...edges];
    for (let at = 0; at < ids.length; at += IDS_A_BATCH) {
      const batch = ids.slice(at, at + IDS_A_BATCH);
      await projection.remove(kind, batch);
      batchDone(batch.length);
    }
  }
  for (const kind of projection.kinds) {
    const found = damage.get(kind);
    const ids = new Set([...(found?.missing.ids ?? []), ...(found?.changed.ids ?? []), ...(found?.doubled.ids ?? [])]);
    for await (const rows of chosenRows(projection, kind, ids)) {
      await projection.upsert(kind, rows);
      batchDone(rows.length);
    }
  }
  await projection.complete({ marker, epoch });
  return done;
}

/** Rows of the ledger with some ids, in batches; stops reading after the last of them. */
async function* chosenRows<Row extends ProjectedRow>(
  { ledgerRows, batchRows }: Projection<Row>,
  kind: Row["kind"],
  ids: ReadonlySet<string>,
): AsyncGenerator<readonly Row[]> {
  if (ids.size === 0) return;
  let left = ids.size;
  let batch: Row[] = [];
  for await (const rows of ledgerRows(kind)) {
    for (const row of rows) if (ids.has(row.id)) batch.push(row);
    if (batch.length < batchRows && batch.length < left) continue;
    yield batch;
    left -= batch.length;
    batch = [];
    if (left === 0) return;
  }
  if (batch.length > 0) yield batch;
}
