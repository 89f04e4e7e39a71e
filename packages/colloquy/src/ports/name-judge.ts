import type { CallOptions } from "./call-options.ts";
import type { QuestionPort, VerdictReply } from "./question-port.ts";

/** A name and the words around one of its mentions. */
export interface NameInContext {
  readonly name: string;
  readonly type: string;
  /** Words of a transcript that mention the name. */
  readonly evidence: string;
  readonly speaker: string | null;
  /** The file of the transcript. */
  readonly file: string;
}

/** A question to a judge: do two names mean one thing? `label` names the pair within the batch. */
export interface NamePair {
  readonly label: string;
  readonly first: NameInContext;
  readonly second: NameInContext;
  /** Present if both are mentions of one name: does it mean one thing (`same`), or two (`different`)? */
  readonly isOneName?: true;
}

/**
 * `same`: one thing; `different`: two things; `broader kind`: the second is a kind or an example of the first; `broader part`:
 * the second is a part or a member of the first; `narrower kind` and `narrower part`: the reverse; `broader` and `narrower`: the
 * judge does not say which; `unsure`: the words do not tell.
 */
export const VERDICTS = [
  "same",
  "different",
  "broader kind",
  "broader part",
  "narrower kind",
  "narrower part",
  "broader",
  "narrower",
  "unsure",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The result of a batch of pairs. A pair that is missing is asked again. */
export type JudgeReply = VerdictReply<Verdict>;

/** Decides whether two names mean one thing. */
export interface NameJudge extends QuestionPort<NamePair> {
  /** @throws CallError for a failed attempt; ColloquyError to stop the run; the signal's reason when aborted. */
  judge(batch: readonly NamePair[], options: CallOptions): Promise<JudgeReply>;
}
