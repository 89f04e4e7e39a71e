import type { LimitedResource } from "../../ports/index.ts";
import type { CallsProgress } from "../../pipeline/index.ts";
import {
  counted,
  formatCount,
  formatRate,
  formatTimeLeft,
  isResource,
  RESOURCE_TERMS,
  RESOURCES,
  itemTerm,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";

/** Reasons to wait other than a limit. */
const WAITING: Readonly<Record<Exclude<NonNullable<CallsProgress["waitingFor"]>, LimitedResource>, string>> = {
  concurrencyLimit: "other calls to end",
  pause: "the end of a pause",
  provider: "the provider to reply",
  budget: "room below --max-cost",
  store: "the store",
};

/** The progress of a stage. */
export function describeProgress(event: CallsProgress): string {
  const { stage, done, total, batches, inFlight, concurrencyLimit, attempts, rateLimited, retries, deadLetters } =
    event;
  const far = `${formatCount(done)} of ${formatCount(total)} ${itemTerm(stage, total)}, ${formatCount(batches.done)} of about ${counted(batches.expected, "batch", "batches")}${describePace(event)}`;
  const tally = `${counted(attempts, "attempt")}, ${formatCount(rateLimited)} turned away, ${counted(retries, "retry", "retries")}, ${formatCount(deadLetters)} in the dead letters`;
  return `${MODEL_STAGE_TERMS[stage]}: ${far}; ${formatCount(inFlight)} in flight of at most ${formatCount(concurrencyLimit)}${describeWaiting(event)}; ${describeLimits(event)}; ${tally}`;
}

function describePace({ chunksPerSecond, secondsLeft }: CallsProgress): string {
  const rate = chunksPerSecond === null ? "" : `, ${formatRate(chunksPerSecond)}`;
  return secondsLeft === null ? rate : `${rate}, ${formatTimeLeft(secondsLeft)} left`;
}

function describeWaiting({ waiting, waitingFor }: CallsProgress): string {
  if (waitingFor === null) return "";
  const what = isResource(waitingFor) ? `the limit of ${RESOURCE_TERMS[waitingFor]}` : WAITING[waitingFor];
  return waiting === 0 ? `, waiting for ${what}` : `, ${formatCount(waiting)} waiting for ${what}`;
}

/** The last minute can exceed the limit when tokens were saved up before it. */
function describeLimits({ admittedPerMinute, perMinute }: CallsProgress): string {
  const known = RESOURCES.flatMap((resource) => {
    const limit = perMinute[resource];
    return limit === undefined
      ? []
      : [`${formatCount(admittedPerMinute[resource])} of ${formatCount(limit)} ${RESOURCE_TERMS[resource]}`];
  });
  return known.length > 0
    ? `the last minute took ${known.join(" and ")}`
    : `the last minute took ${counted(admittedPerMinute.requests, "request")} and ${formatCount(admittedPerMinute.tokens)} tokens, limits unknown`;
}
