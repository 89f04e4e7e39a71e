import type { CallOptions } from "./call-options.ts";
import type { QuestionPort, VerdictReply } from "./question-port.ts";

/** A piece of the evidence that a summary is made from. */
export interface ShownEvidence {
  readonly speaker: string | null;
  /** The words, as one line. */
  readonly text: string;
  /** What extractions conclude from the words, such as `remote work REDUCES isolation`; empty for plain words. */
  readonly statements: readonly string[];
}

/** What is summarised, with the evidence for it. `label` names the subject within the batch. */
export interface SummaryRequest {
  readonly label: string;
  readonly kind: "entity" | "transcript";
  /** Name and type of an entity; null for a transcript. */
  readonly entity: { readonly name: string; readonly type: string } | null;
  /** Numbered from 1 in this order. */
  readonly evidence: readonly ShownEvidence[];
}

/** A sentence of a summary. */
export interface SummarySentence {
  /** Without citations. */
  readonly text: string;
  /** Numbers of the pieces of evidence that support it, from 1. */
  readonly citations: readonly number[];
}

/** The result of a batch of subjects. A subject that is missing is asked for again. */
export interface SummaryReply extends Omit<VerdictReply<readonly SummarySentence[]>, "verdicts"> {
  /** The sentences about each subject, by label. The caller checks them. */
  readonly sentences: ReadonlyMap<string, readonly SummarySentence[]>;
}

/** Writes summaries of entities and transcripts. Another profile writes all summaries again. */
export interface Summariser extends Omit<QuestionPort<SummaryRequest>, "questionVersion"> {
  /** @throws CallError for a failed attempt; ColloquyError to stop the run; the signal's reason when aborted. */
  summarise(batch: readonly SummaryRequest[], options: CallOptions): Promise<SummaryReply>;
}
