import type { CheckVerdict, Statement } from "../statement-checker.ts";
import type { ReadOptions } from "../reading.ts";
import type { PaidReply } from "./replies.ts";

/** A statement of transcripts. Equal statements with equal words are one, wherever they are. */
export interface StatedOnce {
  /** The hash of the statement. */
  readonly contentKey: string;
  readonly statement: Statement;
}

/** A verdict on a statement, with everything that the checker was shown. */
export interface CheckedStatement extends StatedOnce {
  /** Version of the question. Of several versions the verdict of the latest one counts. */
  readonly version: number;
  /** Null: the call for it failed alone, so the statement stays unchecked. */
  readonly verdict: CheckVerdict | null;
}

/** Selects the statements that are to be checked. */
export interface StatementOptions extends ReadOptions {
  /** Version of the question. */
  readonly version: number;
  /** Whether statements without a risk are included. */
  readonly all: boolean;
}

/** Verdicts of a checker on statements. Each is paid for once, and outlives the transcripts of its words. */
export interface LedgerChecks {
  /** Statements without a verdict of the version, in the order of source key, file and position; each of them once. */
  statementsToCheck(options: StatementOptions): Promise<readonly StatedOnce[]>;
  /**
   * Commits verdicts with their reply. The first verdict on a statement stays. Statements that it withdraws are counted
   * apart by the next `resolve`.
   */
  putChecks(reply: PaidReply, checks: readonly CheckedStatement[]): Promise<void>;
}
