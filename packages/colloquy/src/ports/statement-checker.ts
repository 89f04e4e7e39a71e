import type { Polarity, Withdrawal } from "../model/index.ts";
import type { CallOptions } from "./call-options.ts";
import type { QuestionPort, VerdictReply } from "./question-port.ts";

/** A relation that an extractor found in the words of a transcript, with these words. */
export interface Statement {
  /** The name of an entity, as the extractor wrote it. */
  readonly source: string;
  /** A relation type of the ontology. */
  readonly type: string;
  readonly target: string;
  readonly polarity: Polarity;
  readonly speaker: string | null;
  /** The words that state it. */
  readonly evidence: string;
  /** Words of the same turn just before the evidence and just after it; they may be empty. */
  readonly before: string;
  readonly after: string;
  /** Words elsewhere that name an end which the evidence does not name. */
  readonly antecedents: readonly string[];
}

/** A question to a checker: do the words say it? `label` names the statement within the batch. */
export interface StatementQuestion extends Statement {
  readonly label: string;
}

/** `supported`: the words say it; otherwise the reason to withdraw the statement. */
export type CheckVerdict = "supported" | Withdrawal;

/** The result of a batch of statements. A statement that is missing is asked about again. */
export type CheckReply = VerdictReply<CheckVerdict>;

/** Decides whether words say what an extractor found in them. */
export interface StatementChecker extends QuestionPort<StatementQuestion> {
  /** @throws CallError for a failed attempt; ColloquyError to stop the run; the signal's reason when aborted. */
  check(batch: readonly StatementQuestion[], options: CallOptions): Promise<CheckReply>;
}
