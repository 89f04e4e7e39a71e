import { randomBytes } from "node:crypto";
import type { LedgerChanges } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { changedRows, changedVectors, removedRows } from "./changed-rows.ts";
import { hadEpoch, hasEpoch } from "./epochs.ts";

export function ledgerChanges({ context, read, conclude }: LedgerSession): LedgerChanges {
  return {
    marker: markerOf(context.sql("SELECT value FROM meta WHERE key = 'marker'").pluck(true).get()),
    epoch: async () => context.changes.epoch,
    hasEpoch: async (epoch) => read(() => hasEpoch(context, epoch)),
    hadEpoch: async (epoch) => read(() => hadEpoch(context, epoch)),
    changedRows: async (kind, after, cursor, limit, options) =>
      conclude(() => changedRows(context, kind, { after, cursor, limit, ...options }), options),
    changedVectors: async (after, cursor, limit, options) =>
      conclude(() => changedVectors(context, { after, cursor, limit, ...options }), options),
    removedRows: async (kind, after, cursor, limit, options) =>
      conclude(() => removedRows(context, kind, { after, cursor, limit, ...options }), options),
  };
}

/** A damaged marker is replaced. The new marker is stored when the ledger is repaired; nothing is concluded before. */
function markerOf(stored: unknown): string {
  return typeof stored === "string" ? stored : randomBytes(16).toString("hex");
}
