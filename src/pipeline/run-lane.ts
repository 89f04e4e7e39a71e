import { ColloquyError } from "../model/index.ts";
import type { Ledger, PendingContent } from "../ports/index.ts";
import { forEachConcurrently } from "./concurrently.ts";
import { cutBatches, type LanePlan } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { Trial } from "./trial.ts";

/** What a lane does with its batches. */
export interface LaneWork<Reply> {
  /** Batches in progress at once. */
  readonly concurrency: number;
  /** Whether a call costs money. */
  readonly paid: boolean;
  /** One attempt. A ColloquyError stops the run; any other failure is the batch's own. */
  call(batch: readonly PendingContent[]): Promise<Reply>;
  /** Commits what a call gave. @returns how many contents are settled or in the dead letters now. */
  commit(batch: readonly PendingContent[], reply: Reply): Promise<number>;
  /** Puts content that failed alone in the dead letters. */
  bury(content: PendingContent, reason: string): Promise<void>;
}

/**
 * Runs a lane: cuts what is pending into batches, calls and commits them concurrently. A batch that fails is
 * asked again once, content by content, so that a poisoned one goes to the dead letters alone. While the trial
 * of the first batches is open, failed ones wait for its outcome.
 * @throws ColloquyError of a call; `provider` when half of the first 20 batches fail alike.
 */
export async function runLane<Reply>(
  context: RunContext,
  ledger: Pick<Ledger, "pending">,
  plan: LanePlan,
  total: number,
  work: LaneWork<Reply>,
): Promise<void> {
  const { emit, stop, tally } = context;
  const trial = new Trial();
  const held: (readonly PendingContent[])[] = [];
  let done = 0;

  const attempt = async (batch: readonly PendingContent[]): Promise<string | null> => {
    const begun = performance.now();
    tally.called(work.paid);
    let reply: Reply;
    try {
      reply = await work.call(batch);
    } catch (error) {
      tally.failed();
      if (ColloquyError.isInstance(error)) throw error;
      return error instanceof Error ? error.message : String(error);
    }
    const settled = await work.commit(batch, reply);
    done += settled;
    const ms = performance.now() - begun;
    emit({ event: "batch.completed", lane: plan.lane, chunks: batch.length, done, total, ms });
    return null;
  };

  const askOneByOne = async (batch: readonly PendingContent[]): Promise<void> => {
    for (const content of batch) {
      if (stop.aborted) return;
      const reason = await attempt([content]);
      if (reason === null) continue;
      await work.bury(content, reason);
      done += 1;
      emit({ event: "chunk.deadLettered", lane: plan.lane, contentKey: content.contentKey, reason });
    }
  };

  const { concurrency } = work;
  await forEachConcurrently(cutBatches(ledger, plan), { concurrency, stop }, async (batch, index) => {
    const reason = await attempt(batch);
    if (reason !== null) emit({ event: "batch.failed", lane: plan.lane, chunks: batch.length, reason });
    trial.record(index, reason);
    if (reason === null) return;
    if (trial.decided) await askOneByOne(batch);
    else held.push(batch);
  });
  await forEachConcurrently(held, { concurrency, stop }, askOneByOne);
}
