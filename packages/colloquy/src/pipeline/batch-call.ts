import type { BatchSpan, CallCost, PendingContent } from "../ports/index.ts";
import type { Reservation } from "./budget.ts";
import type { Observed } from "./call-observer.ts";
import type { LaneWork } from "./lane-work.ts";

/** An attempt of a call is not sent, because it does not fit beside what is in flight. */
export class NoRoomInBudget extends Error {
  constructor() {
    super("The call was not sent, because it does not fit into the budget now.");
    this.name = "NoRoomInBudget";
  }
}

export interface BatchCall {
  readonly contents: readonly PendingContent[];
  /** Of the lane in this run, from 1. */
  readonly batch: number;
  readonly span: BatchSpan;
  readonly reservation: Reservation;
  /** Hears that it is sent, before its first attempt. */
  readonly onSent: (cost: CallCost) => void;
  /** Hears that a reply told of the limits. */
  readonly onLimits: () => void;
}

/** What came of it. */
export interface Sent<Reply> extends Observed<Reply> {
  /** From its first attempt to its reply. */
  readonly milliseconds: number;
}

/**
 * Sends a batch through the limiter, as often as it takes; each attempt is observed and counted against the budget.
 * @throws what the limiter throws; NoRoomInBudget where an attempt does not fit into the budget now: calls that ended
 * while it waited for the limiter may have cost more than was reserved for them.
 */
export async function sendBatch<Reply>(work: LaneWork<Reply>, call: BatchCall): Promise<Sent<Reply>> {
  const { contents, batch, span, reservation } = call;
  let expected = work.cost(contents);
  let sentAt: number | null = null;
  let wantedAt = performance.now();
  const onCost = (costUsd: number | null, upToUsd: number | null): void => {
    if (upToUsd !== 0) reservation.add(upToUsd);
    if (costUsd === null) reservation.add(null);
    else if (costUsd !== 0) reservation.settle(costUsd, null);
  };
  const observed = await work.limiter.run<Observed<Reply>>({
    // What a model turns out to need may change while the call waits.
    cost: () => (expected = work.cost(contents)),
    send: async (options) => {
      if (!reservation.fits()) throw new NoRoomInBudget();
      if (sentAt === null) call.onSent(expected);
      sentAt ??= performance.now();
      const { operation } = work;
      const attempt = options.attempt + 1;
      const asked = { operation, batch, chunks: contents.length, expected, attempt, wantedAt, within: span, onCost };
      const onLimits: typeof options.onLimits = (limits) => {
        options.onLimits(limits);
        call.onLimits();
      };
      try {
        return await work.observer.observe(
          asked,
          { ...options, onLimits },
          (given) => work.send(contents, given),
          (received) => ({ ...work.reading(received), text: work.text(received) }),
        );
      } finally {
        wantedAt = performance.now();
      }
    },
    reading: ({ reply, usage }) => ({ limits: work.reading(reply).limits, usage }),
  });
  return { ...observed, milliseconds: performance.now() - (sentAt ?? performance.now()) };
}
