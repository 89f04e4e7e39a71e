import type { LedgerChanges } from "./changes.ts";
import type { LedgerCounts, LedgerProgress } from "./counts.ts";
import type { LedgerChecks } from "./checks.ts";
import type { LedgerIntegrity } from "./integrity.ts";
import type { LedgerNames } from "./names.ts";
import type { LedgerOverview } from "./overview.ts";
import type { LedgerPaidWork } from "./paid-work.ts";
import type { ReadOptions } from "../reading.ts";
import type { LedgerResolution } from "./resolution.ts";
import type { LedgerRuns } from "./runs.ts";
import type { LedgerSources } from "./sources.ts";
import type { LedgerSummaries } from "./summaries.ts";
import type { LedgerVerdicts } from "./verdicts.ts";

/**
 * Everything that was read, paid for and concluded in one workspace. The graph and the vector index are projections of
 * it. Every method is one transaction, durable when its promise resolves. Code that needs one part takes the interface
 * of that part.
 */
export interface Ledger
  extends
    LedgerSources,
    LedgerPaidWork,
    LedgerVerdicts,
    LedgerSummaries,
    LedgerNames,
    LedgerChecks,
    LedgerResolution,
    LedgerChanges,
    LedgerIntegrity,
    LedgerRuns,
    LedgerOverview,
    AsyncDisposable {
  /** Counts of its rows. */
  counts(options?: ReadOptions): Promise<LedgerCounts>;
  /** The counts of its transcripts and chunks alone, which take less time. */
  progress(options?: ReadOptions): Promise<LedgerProgress>;
}
