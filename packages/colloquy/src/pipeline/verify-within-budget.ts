import type { LaneContext } from "./run-context.ts";
import { smallestCall, type Verifiable, type Verification, verifyLane } from "./verify-lane.ts";
import type { PlannedLane } from "./lane.ts";
import type { RateLimiter } from "@colloquy/rate-limit";

/**
 * Makes sure of a lane as `verifyLane` does, if the budget has room for the call that it takes. False: it has none, and
 * nothing of the lane is to be asked for.
 * @throws ColloquyError `provider` when its calls will not be answered.
 */
export async function verifyWithinBudget(
  port: Verifiable,
  planned: PlannedLane,
  limiter: RateLimiter,
  verification: Verification,
  { budget, stop, emit }: Pick<LaneContext, "budget" | "stop" | "emit">,
): Promise<boolean> {
  const { lane, total } = planned.plan;
  if (total === 0 || port.verify === undefined) return true;
  const price = { lane, mostUsd: verification.observer.mostOf(smallestCall(lane, port)) };
  const reservation = await budget.admit(price, stop);
  if (reservation === null) {
    const reached = budget.reachedBy(price);
    if (!stop.aborted && reached !== null) emit(reached);
    return false;
  }
  try {
    await verifyLane(port, planned, limiter, verification);
    return true;
  } finally {
    // What it cost was counted when its attempts ended.
    reservation.settle(0, null);
  }
}
