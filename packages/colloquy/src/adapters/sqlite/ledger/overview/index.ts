import type { LedgerOverview } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { countWork } from "../counts.ts";
import { requireIntactState } from "../meta.ts";
import { changesAfter } from "./changes-after.ts";

export function ledgerOverview({ context, read, conclude }: LedgerSession): LedgerOverview {
  return {
    workCounts: async (options) =>
      read(() => {
        requireIntactState(context);
        return countWork(context, options);
      }, options),
    changesAfter: async (after, options) => conclude(() => changesAfter(context, after, options), options),
  };
}
