import { FIRST_EPOCH, type GraphRow, type GraphRowKind, isSameEpoch } from "../../packages/colloquy/src/model/index.ts";
import type { Ledger } from "../../packages/colloquy/src/ports/index.ts";
import type { GraphRows } from "./graph-rows.ts";

const EPOCH = { number: 1, identity: "bench" };

/** The part of a ledger that a projection needs; its rows are those of its first epoch. */
export function ledgerOf({ entities, relationships }: GraphRows) {
  const rowsOf = (kind: GraphRowKind): readonly GraphRow[] =>
    kind === "entity" ? entities : kind === "relationship" ? relationships : [];
  return {
    marker: "bench",
    epoch: async () => EPOCH,
    hasEpoch: async (epoch) => isSameEpoch(epoch, EPOCH) || isSameEpoch(epoch, FIRST_EPOCH),
    hadEpoch: async () => false,
    async changedRows(kind, after, cursor, limit) {
      const from = Number(cursor ?? 0);
      const rows = after >= 1 ? [] : rowsOf(kind).slice(from, from + limit);
      return { rows, next: rows.length < limit ? null : String(from + limit) };
    },
    removedRows: async () => ({ rows: [], next: null }),
  } satisfies Pick<Ledger, "marker" | "epoch" | "hasEpoch" | "hadEpoch" | "changedRows" | "removedRows">;
}
