import type { Usage } from "@colloquy/rate-limit";
import type { ModelStage } from "./stage.ts";

/** A run as the ledger remembers it. Times are ISO 8601; null while it runs. */
export interface RunRecord {
  readonly run: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly exitCode: number | null;
}

/** What the ledger has of the replies to a run, of one stage and profile. */
export interface BookedReplies extends Usage {
  readonly stage: ModelStage;
  readonly profile: string;
  readonly replies: number;
  /** Those of them without usage: their tokens are not among the sums. */
  readonly unreported: number;
}

/** The calls of one stage and profile that a crashed run had in flight: each may have been billed up to its bounds. */
export interface UnansweredCalls {
  readonly stage: ModelStage;
  readonly profile: string;
  readonly calls: number;
  /** Of all prompts, as they were estimated. */
  readonly inputTokens: number;
  /** The most that all replies may have. */
  readonly maxOutputTokens: number;
}

/** A run that was killed before its reports were written. */
export interface CrashedRun extends Pick<RunRecord, "run" | "startedAt"> {
  readonly replies: readonly BookedReplies[];
  /** Calls that were submitted and have neither a reply nor a failure. */
  readonly unanswered: readonly UnansweredCalls[];
}

/** The runs on a workspace, and what of their costs is not in reports yet. */
export interface LedgerRuns {
  /** Records that a run began. */
  beginRun(run: RunRecord): Promise<void>;
  /** Records how a run ended. Its costs are booked only when its reports are written: see `closeRun`. */
  endRun(run: RunRecord): Promise<void>;
  /** Runs that began and were not closed, the oldest first; a run that is going on is the last of them. */
  crashedRuns(): Promise<readonly CrashedRun[]>;
  /** Records that the costs of a run are in reports: its own, or those that a later run made of its replies. */
  closeRun(run: string): Promise<void>;
}
