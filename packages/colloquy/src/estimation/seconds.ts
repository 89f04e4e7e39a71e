import type { LimitedResource } from "../ports/index.ts";
import type { Assumption } from "./assumption.ts";
import type { Random } from "./random.ts";
import type { BatchDemand } from "./retry-model.ts";
import type { Outcome } from "./outcome.ts";
import { STRAGGLERS } from "./usual.ts";
import type { Work } from "./work.ts";

/** Of the time that limits need at least, what admission adds: rounding, waiting for readings, a refusal or two. */
const ADMISSION = { least: 0.99, most: 1.03 } as const;
/** Calls of which the longest is looked for; of more it is hardly longer. */
const MOST_FIRST = 120;
const MOST_LAST = 30;

/** Batches as they are asked for: at the beginning, which have any length, and the last ones. */
export interface Batches {
  readonly count: number;
  readonly first: readonly BatchDemand[];
  readonly last: BatchDemand;
}

/**
 * The time until the last call has ended. What limits hold at the start (a minute's worth) is there at once, and calls of
 * that many begin together; the others follow one another as it is granted, as this machine can deal with them, or as calls
 * take turns. Each takes as long as calls do, now more, now less, so that the longest of those that end last decides. Where
 * all batches begin together, what comes later is what was cut off of their replies.
 */
export function secondsOf(
  work: Work,
  outcome: Outcome,
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

/** Calls of which one follows the other. */
type Chain = Pick<BatchDemand, "chainCalls" | "chainTokens">;

/** A batch and what follows from it. */
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

/** The last call of batches whose replies are cut off: each holds about half of what the one before it left. */
function followingCall(batches: readonly BatchDemand[]): Chain {
  const longest = batches.reduce((one, other) => (other.chainTokens > one.chainTokens ? other : one));
  const { chainCalls, chainTokens } = longest;
  return { chainCalls: 1, chainTokens: chainTokens / (2 ** Math.max(1, chainCalls) - 1) };
}

/** How long it takes until all calls are granted, and the share of them that is at once. */
function grantingOf({ perMinute }: Work, { charged }: Outcome): { readonly seconds: number; readonly atOnce: number } {
  let [seconds, atOnce] = [0, 1];
  for (const [resource, limit] of Object.entries(perMinute)) {
    const amount = charged[resource as LimitedResource];
    if (amount <= limit) continue;
    seconds = Math.max(seconds, (60 * (amount - limit)) / limit);
    atOnce = Math.min(atOnce, limit / amount);
  }
  return { seconds, atOnce };
}
