import type {
  AttemptEnd,
  AttemptFacts,
  CallCost,
  CallOperation,
  CallOptions,
  LimitReading,
  ModelStage,
  PendingChunk,
  Pricing,
  TraceSpan,
  Usage,
} from "../ports/index.ts";
import type { CallAccount } from "./account.ts";
import type { AttemptCompleted, CallListener } from "./call-events.ts";

export interface SpanOfAttempts {
  attempt(facts: AttemptFacts): TraceSpan<AttemptEnd>;
}

/** Limits, usage and text of a reply. */
export interface ReplyReading {
  readonly limits: readonly LimitReading[];
  readonly usage: Usage | null;
  /** The words of the reply; null if there are none. */
  readonly text: string | null;
  /** Whether the reply ended early, before usage could be reported. Default: false. */
  readonly interrupted?: boolean;
}

/** Sends calls of one kind, and reads their replies. */
export interface CallWork<Reply> {
  readonly operation: CallOperation;
  cost(chunks: readonly PendingChunk[]): CallCost;
  /** Sends one attempt. */
  send(chunks: readonly PendingChunk[], options: CallOptions): Promise<Reply>;
  read(reply: Reply): ReplyReading;
}

/** One unit of work for a model, with one or more attempts. */
export interface Call<Reply> {
  readonly work: CallWork<Reply>;
  /** Empty for a ping. */
  readonly chunks: readonly PendingChunk[];
  /** Number of the batch in this stage and run, from 1; null for a ping. */
  readonly batch: number | null;
  /** The parent span of its attempts; absent: the span of the run. */
  readonly span?: SpanOfAttempts;
  /** Called after an attempt has ended and is counted. */
  readonly onAttempt?: (event: AttemptCompleted) => void;
}

/** What an observer of attempts needs. */
export interface CallObserverParts {
  readonly stage: ModelStage;
  readonly pricing: Pricing;
  /** The span of the run. */
  readonly span: SpanOfAttempts;
  /** Whether spans get prompts and replies. */
  readonly wantsContent: boolean;
  /** Counts every attempt of the run. */
  readonly account: CallAccount;
  readonly emit: CallListener;
}
