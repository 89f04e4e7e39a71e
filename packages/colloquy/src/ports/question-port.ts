import type { CallTokens, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** The result of a batch of questions. A question that is missing is asked again. */
export interface VerdictReply<Verdict> {
  /** Maps the labels of questions to their verdicts. */
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
 * A model that answers questions, several in a call. The answer to a question must not depend on the other questions of its
 * batch. One attempt per call: the caller retries.
 */
export interface QuestionPort<Question> extends AsyncDisposable {
  /** Identifies everything that changes an answer (model, prompt). */
  readonly profile: string;
  /** Changes when the question changes: answers of another version are not used. */
  readonly questionVersion: number;
  readonly paid: boolean;
  /** Estimated tokens at the start of all its prompts, which a prompt cache can serve; absent: none. */
  readonly sharedInputTokens?: number;
  callTokens?(batch: readonly Question[]): CallTokens;
  readonly pingTokens?: CallTokens;
  ping?(options: CallOptions): Promise<Usage | null>;
}
