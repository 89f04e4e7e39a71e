import type {
  AttemptEnd,
  AttemptFacts,
  CallTokens,
  CallOperation,
  CallOptions,
  LimitReading,
  ModelStage,
  PendingChunk,
  Pricing,
  TraceSpan,
  Usage,
  WorkItem,
} from "../ports/index.ts";
import type { CallAccount } from "./account.ts";
import type { Budget } from "./budget.ts";
import type { AttemptCompleted, CallListener, UnreportedUsage } from "./call-events.ts";

export interface SpanOfAttempts {
  attempt(facts: AttemptFacts): TraceSpan<AttemptEnd>;
}

/** What a reply reports, and its text. */
export interface ReplyReading {
  readonly limits: readonly LimitReading[];
  /** Null if it was not reported, or is implausible. */
  readonly usage: Usage | null;
  /** Why there is no usage. Null with usage; absent or null without: `missing`. */
  readonly unreported?: UnreportedUsage | null;
  /** The words of the reply; null if there are none. */
  readonly text: string | null;
}

/** A reply, and its reading after the usage was checked. */
export interface ObservedReply<Reply> extends ReplyReading {
  readonly reply: Reply;
}

/** Sends calls of one kind, and reads their replies. */
export interface CallWork<Reply, Item extends WorkItem = PendingChunk> {
  readonly operation: CallOperation;
  /** The expected tokens of a call for items. */
  tokens(items: readonly Item[]): CallTokens;
  /** Makes the request for items. The result sends it once. */
  request(items: readonly Item[]): (options: CallOptions) => Promise<Reply>;
  read(reply: Reply): ReplyReading;
}

/** A call whose attempts are observed. */
export interface ObservedCall<Reply> extends Pick<CallWork<Reply>, "operation" | "read"> {
  /** Number of the batch in this stage and run, from 1; null for a ping. */
  readonly batch: number | null;
  /** Number of its chunks; 0 for a ping. */
  readonly chunks: number;
  /** The parent span of its attempts; absent: the span of the run. */
  readonly span?: SpanOfAttempts;
  /** The expected tokens of the next attempt. */
  expected(): CallTokens;
  /** Sends one attempt. */
  send(options: CallOptions): Promise<Reply>;
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
  /** The budget of the run; absent: no budget. */
  readonly budget?: Pick<Budget, "hasRoomFor">;
  readonly emit: CallListener;
}
