import type { CallTokens, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

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
export interface JudgeReply {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Null if the provider did not report it. */
  readonly usage: Usage | null;
  /** The unchanged reply, for the ledger. */
  readonly raw: string;
  /** Whether the reply ended before it was complete. */
  readonly cutOff?: boolean;
  /** Whether the call was aborted or its connection lost before the reply was complete. */
  readonly interrupted?: boolean;
  /** Why the whole reply is unusable, in a sentence; null or absent if it is usable. */
  readonly invalid?: string | null;
  readonly limits?: readonly LimitReading[];
}

/**
 * Decides whether two names mean one thing. The verdict on a pair must not depend on the other pairs of its batch. One
 * attempt per call: the caller retries.
 */
export interface NameJudge extends AsyncDisposable {
  /** Identifies everything that changes a verdict (model, prompt). */
  readonly profile: string;
  /** Changes when the question changes: verdicts of another version are not used. */
  readonly questionVersion: number;
  readonly paid: boolean;
  /** Estimated tokens at the start of all its prompts, which a prompt cache can serve; absent: none. */
  readonly sharedInputTokens?: number;
  callTokens?(batch: readonly NamePair[]): CallTokens;
  readonly pingTokens?: CallTokens;
  ping?(options: CallOptions): Promise<Usage | null>;
  /** @throws CallError for a failed attempt; ColloquyError to stop the run; the signal's reason when aborted. */
  judge(batch: readonly NamePair[], options: CallOptions): Promise<JudgeReply>;
}
