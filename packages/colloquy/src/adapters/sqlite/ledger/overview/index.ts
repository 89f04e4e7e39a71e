import type { LedgerOverview } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { changesAfter } from "./changes-after.ts";

export function ledgerOverview({ context, conclude }: LedgerSession): LedgerOverview {
  return {
    changesAfter: async (after, options) => conclude(() => changesAfter(context, after, options), options),
  };
}
