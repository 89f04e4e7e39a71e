import type { CallCost, CallOptions, CallOperation, LimitReading, PendingContent, Usage } from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import type { Leftover } from "./ask-again.ts";
import type { CallObserver } from "./call-observer.ts";

/** What became of a batch's contents. */
export interface Answer extends Leftover {
  /** How many of them are settled. */
  readonly settled: number;
}

/** What a lane does with its batches. */
export interface LaneWork<Reply> {
  readonly operation: CallOperation;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  cost(batch: readonly PendingContent[]): CallCost;
  /** One attempt. */
  send(batch: readonly PendingContent[], options: CallOptions): Promise<Reply>;
  /** What a reply says of limits and cost, and whether it ended before it could say more. */
  reading(reply: Reply): {
    readonly limits: readonly LimitReading[];
    readonly usage: Usage | null;
    readonly interrupted?: boolean;
  };
  /** The words of a reply; null where it has none. */
  text(reply: Reply): string | null;
  /** Commits what a call gave. `usage`: what it used; null where that is not known. */
  commit(batch: readonly PendingContent[], reply: Reply, usage: Usage | null): Promise<Answer>;
  /** Puts contents that failed alone in the dead letters, with the reason of each. */
  bury(contents: ReadonlyMap<PendingContent, string>): Promise<void>;
  /** What a usual call costs, where the last batches are to be tapered; null where they are not. */
  readonly taperedCost: CallCost | null;
}
