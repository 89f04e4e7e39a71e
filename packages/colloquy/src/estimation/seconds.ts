import type { LimitedResource } from "../ports/index.ts";
import type { Assumption } from "./assumption.ts";
import type { Random } from "./random.ts";
import type { BatchDemand } from "./batch-demand.ts";
import type { StageOutcome } from "./stage-outcome.ts";
import { STRAGGLERS } from "./usual.ts";
import type { Work } from "./work.ts";

/** Sending time, as a multiple of the minimum that the limits allow: rounding, waits for limit readings, a few refusals. */
const ADMISSION = { least: 0.99, most: 1.03 } as const;
/** Calls that are drawn to find the longest. More calls hardly change it. */
const MOST_FIRST = 120;
const MOST_LAST = 30;

/** Demands of the first batches, with different reply lengths, and of the last batches. */
export interface Batches {
  readonly count: number;
  readonly first: readonly BatchDemand[];
  readonly last: BatchDemand;
}

/**
 * Draws the time until the last call ends. The calls that a minute's worth of the limits admits start together. The other
 * calls start as fast as limits, this machine and the concurrency limit allow. The longest of the last calls decides when the
 * stage ends. If all batches start together, the later calls are those for cut-off replies.
 */
export function secondsOf(
  work: Work,
  outcome: StageOutcome,
  { count, first, last }: Batches,
  assumed: Assumption,
  random: Random,
): number {
  const meanCall = (assumed.firstTokenMs + (assumed.msPerToken * outcome.outputTokens) / outcome.calls) / 1000;
  const { seconds: granting, atOnce } = grantingOf(work, outcome);
  const together = Math.max(1, Math.min(atOnce * outcome.calls, work.maxConcurrent ?? Infinity));
  const turns = work.maxConcurrent === null ? 0 : Math.max(0, outcome.calls / work.maxConcurrent - 1) * meanCall;
  const machine = (work.chunks * assumed.machineMsPerChunk) / 1000;
  const sending = Math.max(granting * random.logNormal(ADMISSION), turns);
  const later = Math.max(0, outcome.calls - together);
  const ending = together >= count ? followingCall(first) : last;
  let end = Math.max(meanCall + machine, sending);
  for (let call = 0; call < Math.min(MOST_FIRST, together); call += 1)
    end = Math.max(end, durationOf(first[Math.floor(random.uniform() * first.length)] ?? last, assumed, random));
  for (let call = 0; call < Math.min(MOST_LAST, later); call += 1)
    end = Math.max(end, sending * (1 - call / later) + durationOf(ending, assumed, random));
  return end;
}

/** Consecutive calls. */
type Chain = Pick<BatchDemand, "chainCalls" | "chainTokens">;

/** Draws the seconds of a chain of calls. */
function durationOf(
  { chainCalls, chainTokens }: Chain,
  { firstTokenMs, msPerToken, callDeviation }: Assumption,
  random: Random,
): number {
  const isSlow = random.uniform() < STRAGGLERS.share * chainCalls;
  const slower = isSlow ? 1 + ((STRAGGLERS.most - 1) * random.uniform()) / chainCalls : 1;
  const milliseconds = chainCalls * firstTokenMs + chainTokens * msPerToken;
  return (milliseconds / 1000) * Math.exp((callDeviation * random.normal()) / Math.sqrt(chainCalls)) * slower;
}

/** The last call for a batch with cut-off replies. Each call has about half of the chunks of the call before it. */
function followingCall(batches: readonly BatchDemand[]): Chain {
  const longest = batches.reduce((one, other) => (other.chainTokens > one.chainTokens ? other : one));
  const { chainCalls, chainTokens } = longest;
  return { chainCalls: 1, chainTokens: chainTokens / (2 ** Math.max(1, chainCalls) - 1) };
}

/** Seconds until the limits have admitted all calls, and the share of the calls that is admitted at once. */
function grantingOf(
  { perMinute }: Work,
  { charged }: StageOutcome,
): { readonly seconds: number; readonly atOnce: number } {
  let [seconds, atOnce] = [0, 1];
  for (const [resource, limit] of Object.entries(perMinute)) {
    const amount = charged[resource as LimitedResource];
    if (amount <= limit) continue;
    seconds = Math.max(seconds, (60 * (amount - limit)) / limit);
    atOnce = Math.min(atOnce, limit / amount);
  }
  return { seconds, atOnce };
}
