import type { LedgerOverview } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { countWork } from "../counts.ts";
import { requireIntactState } from "../meta.ts";
import { epochsOfLastRun } from "../run-epochs.ts";
import { changesIn } from "./changes-in.ts";

export function ledgerOverview({ context, read, conclude }: LedgerSession): LedgerOverview {
  return {
    workCounts: async (options) =>
      read(() => {
        requireIntactState(context);
        return countWork(context, options);
      }, options),
    epochsOfLastRun: async (options) => read(() => epochsOfLastRun(context), options),
    changesIn: async (epochs, options) => conclude(() => changesIn(context, epochs, options), options),
  };
}
