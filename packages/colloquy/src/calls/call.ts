import type {
  AttemptEnd,
  AttemptFacts,
  CallCost,
  CallOperation,
  CallOptions,
  LimitReading,
  PendingChunk,
  Span,
  Usage,
} from "../ports/index.ts";
import type { AttemptCompleted } from "./call-events.ts";

export interface SpanOfAttempts {
  attempt(facts: AttemptFacts): Span<AttemptEnd>;
}

/** What a reply says of itself. */
export interface ReplyReading {
  readonly limits: readonly LimitReading[];
  readonly usage: Usage | null;
  /** The words of the reply; null where it has none. */
  readonly text: string | null;
  /** Whether it ended before it was complete, and so before usage could be reported. Default: it did not. */
  readonly interrupted?: boolean;
}

/** How a kind of call is sent and read. */
export interface CallWork<Reply> {
  readonly operation: CallOperation;
  cost(contents: readonly PendingChunk[]): CallCost;
  /** One attempt. */
  send(contents: readonly PendingChunk[], options: CallOptions): Promise<Reply>;
  read(reply: Reply): ReplyReading;
}

/** One unit of work for a model. It takes one attempt or several. */
export interface Call<Reply> {
  readonly work: CallWork<Reply>;
  /** Empty for a ping. */
  readonly contents: readonly PendingChunk[];
  /** Number of the batch in this stage and run, from 1; null for a ping. */
  readonly batch: number | null;
  /** The span of its attempts; absent: the run. */
  readonly span?: SpanOfAttempts;
  /** Called when an attempt has ended and is counted. */
  readonly onAttempt?: (event: AttemptCompleted) => void;
}
