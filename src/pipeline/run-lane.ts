import { ColloquyError } from "../model/index.ts";
import type { Ledger, PendingContent } from "../ports/index.ts";
import { forEachConcurrently } from "./concurrently.ts";
import { cutBatches, type LanePlan } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { Trial } from "./trial.ts";

/** What became of a batch's contents. What is in neither list is settled, or in the dead letters. */
export interface Answer {
  readonly settled: number;
  /** The reply says nothing about them. */
  readonly unanswered: readonly PendingContent[];
  /** What the reply says about them is of no use, and why. */
  readonly malformed?: ReadonlyMap<PendingContent, string>;
}

/** What a lane does with its batches. */
export interface LaneWork<Reply> {
  /** Batches in progress at once. */
  readonly concurrency: number;
  /** Whether a call costs money. */
  readonly paid: boolean;
  /** One attempt. A ColloquyError stops the run; any other failure is the batch's own. */
  call(batch: readonly PendingContent[]): Promise<Reply>;
  /** Commits what a call gave. */
  commit(batch: readonly PendingContent[], reply: Reply): Promise<Answer>;
  /** Puts content that failed alone in the dead letters. */
  bury(content: PendingContent, reason: string): Promise<void>;
}

/** How an attempt ended. */
interface Outcome {
  /** Why the batch as a whole failed; null where something of it is settled. */
  readonly reason: string | null;
  /** Contents of a batch that did not fail, to be asked again among others that got no answer. */
  readonly unanswered: readonly PendingContent[];
  /** Contents to be asked again one by one: all of a failed batch, or those with a malformed answer. */
  readonly failed: readonly PendingContent[];
}

const NOTHING_ANSWERED = "The reply answered none of its passages.";

/**
 * Runs a lane: cuts what is pending into batches, calls and commits them concurrently. A batch that fails is
 * asked again once, content by content, so that a poisoned one goes to the dead letters alone. While the trial
 * of the first batches is open, failed ones wait for its outcome. What got no answer is asked again once, in
 * batches among itself; what has none then stays pending.
 * @throws ColloquyError of a call; `provider` when half of the first 20 batches fail alike.
 */
export async function runLane<Reply>(
  context: RunContext,
  ledger: Pick<Ledger, "pending">,
  plan: LanePlan,
  total: number,
  work: LaneWork<Reply>,
): Promise<void> {
  const { emit, stop } = context;
  const { lane } = plan;
  const { concurrency } = work;
  const attempt = attempts(context, plan, total, work);
  const trial = new Trial();
  const held: (readonly PendingContent[])[] = [];
  const unanswered = new Set<string>();
  const left = new Set<string>();

  await forEachConcurrently(cutBatches(ledger, plan), { concurrency, stop }, async (batch, index) => {
    const outcome = await attempt(batch);
    for (const { contentKey } of outcome.unanswered) unanswered.add(contentKey);
    if (outcome.reason !== null) emit({ event: "batch.failed", lane, chunks: batch.length, reason: outcome.reason });
    trial.record(index, outcome.reason);
    if (trial.decided) await attempt.oneByOne(outcome.failed);
    else held.push(outcome.failed);
  });
  await forEachConcurrently(held, { concurrency, stop }, attempt.oneByOne);
  if (unanswered.size === 0) return;

  const again = cutBatches(ledger, { ...plan, only: unanswered });
  await forEachConcurrently(again, { concurrency, stop }, async (batch) => {
    const outcome = await attempt(batch);
    if (outcome.reason !== null) emit({ event: "batch.failed", lane, chunks: batch.length, reason: outcome.reason });
    const open = outcome.reason === NOTHING_ANSWERED ? batch : outcome.unanswered;
    for (const { contentKey } of open) left.add(contentKey);
    if (outcome.reason !== NOTHING_ANSWERED) await attempt.oneByOne(outcome.failed);
  });
  if (left.size > 0) emit({ event: "warning", message: describeUnanswered(left.size) });
}

type Attempts = ((batch: readonly PendingContent[]) => Promise<Outcome>) & {
  /** Buries what fails alone. */
  readonly oneByOne: (batch: readonly PendingContent[]) => Promise<void>;
};

/** Attempts of one lane, counted and told. */
function attempts<Reply>(
  { emit, stop, tally }: RunContext,
  { lane }: LanePlan,
  total: number,
  work: LaneWork<Reply>,
): Attempts {
  let done = 0;
  const fail = (batch: readonly PendingContent[], reason: string): Outcome => {
    tally.failed();
    return { reason, unanswered: [], failed: batch };
  };

  const attempt = async (batch: readonly PendingContent[]): Promise<Outcome> => {
    const begun = performance.now();
    tally.called(work.paid);
    let reply: Reply;
    try {
      reply = await work.call(batch);
    } catch (error) {
      if (!ColloquyError.isInstance(error)) return fail(batch, error instanceof Error ? error.message : String(error));
      tally.failed();
      throw error;
    }
    const { settled, unanswered, malformed = new Map<PendingContent, string>() } = await work.commit(batch, reply);
    done += settled;
    if (settled === 0) return fail(batch, malformed.values().next().value ?? NOTHING_ANSWERED);
    emit({ event: "batch.completed", lane, chunks: batch.length, done, total, ms: performance.now() - begun });
    return { reason: null, unanswered, failed: [...malformed.keys()] };
  };

  const oneByOne = async (batch: readonly PendingContent[]): Promise<void> => {
    for (const content of batch) {
      if (stop.aborted) return;
      const { reason } = await attempt([content]);
      if (reason === null) continue;
      await work.bury(content, reason);
      done += 1;
      emit({ event: "chunk.deadLettered", lane, contentKey: content.contentKey, reason });
    }
  };
  return Object.assign(attempt, { oneByOne });
}

function describeUnanswered(passages: number): string {
  const which = passages === 1 ? "1 passage got no answer and stays" : `${passages} passages got no answer and stay`;
  return `${which} pending; run the same command again to ask for ${passages === 1 ? "it" : "them"}.`;
}
