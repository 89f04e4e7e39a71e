import { CallPipeline, whenWantedOrStopped } from "../calls/index.ts";
import { taperWidth } from "../batching/index.ts";
import type { PendingChunk, WorkItem } from "../ports/index.ts";
import { BatchCalls, type BatchOutcome, type Submissions } from "./batch-calls.ts";
import { BatchScheduler } from "./batch-scheduler.ts";
import { cutBatches, type PendingSource } from "./batches.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { BatchContext, StageWork } from "./run-types.ts";

/**
 * Runs a stage: cuts the pending chunks into batches and sends them as fast as the limiter admits them; `BatchScheduler` sends
 * open chunks again. After `stop` is aborted or the budget is reached, no call is sent, and calls in flight are committed.
 * @throws ColloquyError that stopped the stage; `provider` when the circuit breaker opens, because the model has no usable
 *   replies any more.
 */
export async function runBatches<Reply, Item extends WorkItem = PendingChunk>(
  context: BatchContext,
  ledger: PendingSource<Item> & Submissions,
  work: StageWork<Reply, Item>,
): Promise<void> {
  const { stop, budget, emit } = context;
  const { plan, limiter, observer, taperedTokens } = work;
  const pipeline = new CallPipeline<Reply, BatchOutcome<Item> | null, Item>({
    stage: plan.stage,
    work,
    budget,
    stop,
    emit,
  });
  const calls = new BatchCalls(context, work, ledger);
  // Dead letters are likely to fail alike again, so the circuit breaker is off for them.
  const breaker = new CircuitBreaker(plan.deadLetters !== true);
  const scheduler = new BatchScheduler(context, { pipeline, calls, breaker });
  // From the replies of this stage: a ping may have reported other limits.
  const limitsReported = limiter.whenLimitsReported();
  const width = async (): Promise<number> => {
    if (taperedTokens === null) return 1;
    await limitsReported;
    return taperWidth(limiter.snapshot.perMinute, taperedTokens);
  };
  const pending: PendingSource<Item> = {
    pending: (...page) => observer.waits.during("store", () => ledger.pending(...page)),
  };
  const batches = cutBatches(pending, plan, width);
  const inFlight = new Set<Promise<void>>();
  try {
    for (;;) {
      await whenWantedOrStopped(limiter, stop);
      const step = stop.aborted ? null : await batches.next();
      if (step === null || step.done === true || stop.aborted) break;
      const reservation = await pipeline.reserve(step.value);
      if (reservation === null) break;
      const request = { chunks: step.value, before: 0 };
      const sent = scheduler.schedule(request, reservation).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    }
  } catch (error) {
    scheduler.fail(error);
  }
  scheduler.allSent();
  limiter.drain(true);
  await Promise.all(inFlight);
  limiter.drain(false);
  await batches.return(undefined);
  scheduler.conclude();
}
