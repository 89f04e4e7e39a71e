import type { LimitedResource } from "../../ports/index.ts";
import type { LaneProgress } from "../../pipeline/index.ts";
import { amount, count, seconds } from "./words.ts";

/** What limits are of. */
export const RESOURCES: Readonly<Record<LimitedResource, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};
const RESOURCE_KEYS: readonly LimitedResource[] = ["requests", "tokens", "inputTokens", "outputTokens"];

/** What calls wait for where it is no limit. */
const WAITING: Readonly<Record<Exclude<NonNullable<LaneProgress["waitingFor"]>, LimitedResource>, string>> = {
  ceiling: "others to end",
  pause: "the end of a pause",
  provider: "the provider to answer",
  budget: "room below --max-cost",
  store: "the store",
};

/** How a lane stands. */
export function describeStanding(event: LaneProgress): string {
  const { lane, done, total, batches, inFlight, ceiling, attempts, rateLimited, retries, deadLetters } = event;
  const far = `${amount(done)} of ${amount(total)} passages, ${amount(batches.done)} of about ${count(batches.expected, "batch", "batches")}${describePace(event)}`;
  const tally = `${count(attempts, "attempt")}, ${amount(rateLimited)} turned away, ${amount(retries)} retried, ${amount(deadLetters)} in the dead letters`;
  return `${lane} stands at ${far}: ${amount(inFlight)} in flight of at most ${amount(ceiling)}${describeWaiting(event)}; ${describeLimits(event)}; ${tally}`;
}

function describePace({ chunksPerSecond, secondsLeft }: LaneProgress): string {
  const rate = chunksPerSecond === null ? "" : `, ${chunksPerSecond.toFixed(1)} a second`;
  return secondsLeft === null ? rate : `${rate}, ${seconds(1000 * secondsLeft)} left`;
}

function describeWaiting({ waiting, waitingFor }: LaneProgress): string {
  if (waitingFor === null) return "";
  const what = isResource(waitingFor) ? `the limit of ${RESOURCES[waitingFor]}` : WAITING[waitingFor];
  return waiting === 0 ? `, waiting for ${what}` : `, ${amount(waiting)} waiting for ${what}`;
}

function isResource(waitingFor: NonNullable<LaneProgress["waitingFor"]>): waitingFor is LimitedResource {
  return waitingFor in RESOURCES;
}

/** More than a minute grants may be taken at first: what was saved up before. */
function describeLimits({ admittedPerMinute, perMinute }: LaneProgress): string {
  const known = RESOURCE_KEYS.flatMap((resource) => {
    const limit = perMinute[resource];
    return limit === undefined
      ? []
      : [`${amount(admittedPerMinute[resource])} of ${amount(limit)} ${RESOURCES[resource]}`];
  });
  return known.length > 0
    ? `the last minute took ${known.join(" and ")}`
    : `the last minute took ${count(admittedPerMinute.requests, "request")} and ${amount(admittedPerMinute.tokens)} tokens, limits unknown`;
}
