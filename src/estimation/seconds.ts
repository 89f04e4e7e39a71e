import type { LimitedResource } from "../ports/index.ts";
import type { Assumption } from "./assumption.ts";
import type { Chance } from "./chance.ts";
import type { Outcome } from "./outcome.ts";
import type { PerMinute, Work } from "./work.ts";

/** Of the time that limits need at least, what admission adds: rounding, waiting for readings, a refusal or two. */
const ADMISSION = { least: 0.99, most: 1.03 } as const;
/** The last call of many beside one that takes as long as is usual: there are stragglers. */
const LAST_CALL = { least: 0.8, most: 3.5 } as const;

/**
 * The time that limits allow: what they hold at the start (a minute's worth) is there at once, the rest comes as it is
 * granted, and the last call takes as long as calls do. Where only so many calls may run at once, they take turns.
 */
export function secondsOf(work: Work, outcome: Outcome, assumed: Assumption, chance: Chance): number {
  const perCall = outcome.calls === 0 ? 0 : outcome.outputTokens / outcome.calls;
  const call = (assumed.firstTokenMs + assumed.msPerToken * perCall) / 1000;
  const turns = work.maxConcurrent === null ? 0 : Math.max(0, outcome.calls / work.maxConcurrent - 1);
  const admitting = Math.max(admissionSeconds(work.perMinute, outcome.charged), turns * call);
  // Where limits hold calls up, the last batches are small; else all calls are in flight from the start.
  const last = call * chance.logNormal(LAST_CALL) * (admitting > 4 * call && assumed.width > 1 ? 0.5 : 1);
  return admitting * chance.logNormal(ADMISSION) + last;
}

function admissionSeconds(perMinute: PerMinute, charged: Outcome["charged"]): number {
  const waits = Object.entries(perMinute).map(([resource, limit]) => {
    const amount = charged[resource as LimitedResource];
    return (60 * Math.max(0, amount - limit)) / limit;
  });
  return Math.max(0, ...waits);
}
