import type { LimitedResource } from "../../ports/index.ts";
import type { LaneProgress } from "../../pipeline/index.ts";
import { amount, count } from "./words.ts";

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
};

/** How a lane stands. */
export function describeStanding(event: LaneProgress): string {
  const { lane, done, total, inFlight, ceiling, attempts, rateLimited, retried, deadLetters } = event;
  const tally = `${count(attempts, "attempt")}, ${amount(rateLimited)} turned away, ${amount(retried)} retried, ${amount(deadLetters)} in the dead letters`;
  return `${lane} stands at ${amount(done)} of ${amount(total)}: ${amount(inFlight)} in flight of at most ${amount(ceiling)}${describeWaiting(event)}; ${describeLimits(event)}; ${tally}`;
}

function describeWaiting({ waiting, waitingFor }: LaneProgress): string {
  if (waitingFor === null) return "";
  const what = isResource(waitingFor) ? `the limit of ${RESOURCES[waitingFor]}` : WAITING[waitingFor];
  return waiting === 0 ? `, waiting for ${what}` : `, ${amount(waiting)} waiting for ${what}`;
}

function isResource(waitingFor: NonNullable<LaneProgress["waitingFor"]>): waitingFor is LimitedResource {
  return waitingFor in RESOURCES;
}

function describeLimits({ admittedPerMinute, perMinute }: LaneProgress): string {
  const known = RESOURCE_KEYS.flatMap((resource) => {
    const limit = perMinute[resource];
    return limit === undefined
      ? []
      : [`${amount(admittedPerMinute[resource])} of ${amount(limit)} ${RESOURCES[resource]}`];
  });
  return known.length > 0
    ? `${known.join(" and ")} a minute`
    : `${count(admittedPerMinute.requests, "request")} and ${amount(admittedPerMinute.tokens)} tokens a minute, limits unknown`;
}
