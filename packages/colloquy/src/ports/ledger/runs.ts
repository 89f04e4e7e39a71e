import type { Usage } from "@colloquy/rate-limit";
import type { ModelStage } from "./stage.ts";

/** The ledger's record of a run. Times are ISO 8601; null while it runs. */
export interface RunRecord {
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
}

/** Totals of the replies of a run, for one stage and profile. */
export interface BookedReplies extends Usage {
  readonly stage: ModelStage;
  readonly profile: string;
  readonly replies: number;
  /** The number of replies without reported usage. Their tokens are not included. */
  readonly unreported: number;
}

/**
 * The calls of one stage and profile that a crashed run had in flight: each may have been billed up to these bounds.
 */
export interface CallsInFlight {
  readonly stage: ModelStage;
  readonly profile: string;
  readonly calls: number;
  /** Estimated tokens of all prompts. */
  readonly inputTokens: number;
  /** The most tokens of all replies together. */
  readonly maxOutputTokens: number;
}

/** A run that was killed before its reports were written. */
export interface CrashedRun extends Pick<RunRecord, "run" | "startedAt"> {
  readonly replies: readonly BookedReplies[];
  /** Calls that were submitted and have neither a reply nor a failure. */
  readonly inFlight: readonly CallsInFlight[];
}

/** The runs on a workspace, and their costs that no report includes yet. */
export interface LedgerRuns {
  /** Records that a run began. */
  beginRun(run: RunRecord): Promise<void>;
  /** Records how a run ended. Its costs stay open until its reports are written: see `closeRun`. */
  endRun(run: RunRecord): Promise<void>;
  /** Runs that began and were not closed, the oldest first; a current run is the last. */
  crashedRuns(): Promise<readonly CrashedRun[]>;
  /** Records that reports include the costs of a run: its own reports, or those of a later run. */
  closeRun(run: string): Promise<void>;
}
