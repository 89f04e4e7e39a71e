import type { Ledger } from "../ports/index.ts";
import { Asker } from "./asker.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { cutBatches, type LanePlan } from "./lane.ts";
import { LaneCalls, type LaneCallsContext } from "./lane-calls.ts";
import type { LaneWork } from "./lane-work.ts";
import type { LaneContext } from "./run-context.ts";
import { taperWidth } from "../batching/index.ts";
import { whenWantedOrStopped } from "./withdrawal.ts";

/**
 * Runs a lane: cuts what is pending into batches and asks for them as fast as the limiter admits them. What has no
 * answer is asked for again: see `Asker`. Once `stop` is aborted or the budget reached nothing is begun; what is in flight ends and
 * is committed.
 * @throws ColloquyError of what stopped it; `provider` when the circuit breaker opens, because the model gives nothing
 *   useful any more.
 */
export async function runLane<Reply>(
  context: LaneCallsContext & Pick<LaneContext, "halt">,
  ledger: Pick<Ledger, "pending">,
  plan: LanePlan,
  work: LaneWork<Reply>,
): Promise<void> {
  const { stop } = context;
  const { limiter, taperedCost } = work;
  const calls = new LaneCalls(context, plan, work);
  // What lies in the dead letters may well fail alike once more: that is no reason to stop.
  const asker = new Asker(context, calls, new CircuitBreaker(plan.deadLetters !== true));
  const width = async (): Promise<number> => {
    if (taperedCost === null) return 1;
    await calls.limitsHeard;
    return taperWidth(limiter.snapshot.perMinute, taperedCost);
  };
  const { waits } = work.observer;
  const pending: typeof ledger = { pending: (...asked) => waits.during("store", () => ledger.pending(...asked)) };
  const batches = cutBatches(pending, plan, width);
  const inFlight = new Set<Promise<void>>();
  try {
    for (;;) {
      await whenWantedOrStopped(limiter, stop);
      const step = stop.aborted ? null : await batches.next();
      if (step === null || step.done === true || stop.aborted) break;
      const reservation = await calls.reserve(step.value);
      if (reservation === null) break;
      const asking = asker.ask(step.value, reservation).finally(() => inFlight.delete(asking));
      inFlight.add(asking);
    }
  } catch (error) {
    asker.fail(error);
  }
  asker.allSent();
  limiter.drain(true);
  await Promise.all(inFlight);
  limiter.drain(false);
  await batches.return(undefined);
  asker.conclude();
}
