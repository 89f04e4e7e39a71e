import type { Withdrawal } from "../../model/index.ts";
import type { CheckVerdict, Statement } from "../statement-checker.ts";
import type { ReadOptions } from "../reading.ts";
import type { PaidReply } from "./replies.ts";

/** A statement of transcripts. Equal statements with equal words are one, wherever they are. */
export interface StatedOnce {
  /** The hash of the statement. */
  readonly contentKey: string;
  readonly statement: Statement;
}

/** A question about a statement. */
export interface StatementToCheck extends StatedOnce {
  /** Null: the first question. Otherwise the verdict on it, which a second question confirms or not. */
  readonly toConfirm: Withdrawal | null;
}

/** A verdict on a statement. */
export interface CheckedStatement extends StatementToCheck {
  /** Version of the question. Of several versions the verdict of the latest one counts. */
  readonly version: number;
  /** Of the second question: `toConfirm`, or `supported`. Null: the call for it failed alone, so it is not asked again. */
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
  /**
   * Statements without a verdict of the version, and those whose withdrawal is not confirmed or refused yet; in the order of
   * source key, file and position, each of them once.
   */
  statementsToCheck(options: StatementOptions): Promise<readonly StatementToCheck[]>;
  /**
   * Commits verdicts with their reply. The first verdict on a question stays. Statements whose withdrawal is confirmed are
   * counted apart by the next `resolve`.
   */
  putChecks(reply: PaidReply, checks: readonly CheckedStatement[]): Promise<void>;
}
