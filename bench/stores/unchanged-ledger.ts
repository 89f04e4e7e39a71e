import type { GraphRow, GraphRowKind } from "../../src/model/index.ts";
import type { Ledger } from "../../src/ports/index.ts";
import type { GraphRows } from "./graph-rows.ts";

/** What a projection asks of a ledger: one that holds these rows since its first epoch. */
export function ledgerOf({ entities, relationships }: GraphRows) {
  const rowsOf = (kind: GraphRowKind): readonly GraphRow[] =>
    kind === "entity" ? entities : kind === "relationship" ? relationships : [];
  return {
    marker: "bench",
    epoch: async () => 1,
    async changedRows(kind, after, cursor, limit) {
      const from = Number(cursor ?? 0);
      const rows = after >= 1 ? [] : rowsOf(kind).slice(from, from + limit);
      return { rows, next: rows.length < limit ? null : String(from + limit) };
    },
    removedRows: async () => ({ rows: [], next: null }),
  } satisfies Pick<Ledger, "marker" | "epoch" | "changedRows" | "removedRows">;
}
