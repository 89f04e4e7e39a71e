import type { LimitedResource } from "../../ports/index.ts";
import type { LanePerformance } from "../reports.ts";
import { heldBackShare, type LaneRule, optionOf, shareOfRun } from "./advice.ts";
import { counted, duration, number, percent } from "./wording.ts";

/** What held a lane back for less is no bound. */
const TELLING_SHARE = 0.2;
const TELLING_SECONDS = 10;
/** Limits that are used less than this leave room for twice as much. */
const HALF_USED = 0.5;
/** How near to the room that it was given a charge is, where the room is what is charged. */
const CHARGE_TOLERANCE = 0.15;
/** A reply that uses more of its room was given hardly too much. */
const WELL_USED = 0.6;
/** So many moments at least tell whether a ceiling ever moved. */
const MOMENTS = 5;

const RESOURCES: Readonly<Record<LimitedResource, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};
const LIMITED = Object.keys(RESOURCES) as readonly LimitedResource[];

/** A limit, the provider's or the user's own, was the bound: what a higher one would have changed. */
export const limitHeldBack: LaneRule = (lane, reported) => {
  const resource = boundOf(lane);
  const perMinute = resource === null ? undefined : lane.perMinute[resource];
  if (resource === null || perMinute === undefined) return null;
  const share = heldBackShare(lane, resource);
  const told = lane.toldPerMinute[resource];
  const isOwn = told === undefined || told > 1.01 * perMinute;
  const times = isOwn && told !== undefined ? told / perMinute : 2;
  const others = LIMITED.filter((other) => other !== resource).map((other) => lane.utilisation[other] ?? 0);
  // The other limits let it be no faster than their use allows.
  const better = Math.max(timeWith(lane, share, times), Math.max(...others) * lane.seconds);
  const whose = isOwn ? `set for ${lane.model}` : `of ${lane.model}`;
  const limit = `the limit of ${RESOURCES[resource]} ${whose} (${number(perMinute)} a minute${optionIn(lane, resource, isOwn)})`;
  const other = isOwn && told !== undefined ? `the ${number(told)} that the provider grants` : "twice the limit";
  return {
    weight: share * shareOfRun(lane, reported),
    sentence: `For ${percent(share)} of the time ${limit} held ${lane.lane} back; with ${other} it would have taken about ${duration(better)} instead of ${duration(lane.seconds)}.`,
  };
};

/** Requests were the bound while tokens were left: larger batches need fewer of them. */
export const requestsCouldBeFewer: LaneRule = (lane, reported) => {
  const share = heldBackShare(lane, "requests");
  const used = Math.max(lane.utilisation.tokens ?? 0, lane.utilisation.inputTokens ?? 0, lane.utilisation.outputTokens ?? 0);
  if (lane.lane !== "extraction" || !isTelling(lane, share) || used === 0 || used > HALF_USED) return null;
  return {
    weight: 0.9 * share * shareOfRun(lane, reported),
    sentence: `The limit of requests held extraction back while ${percent(1 - used)} of its tokens were left unused: twice as many passages a call (--batch-size ${2 * lane.batchSize}) take half the requests.`,
  };
};

/** The limit counts the room for a reply, and replies leave much of it unused. */
export const roomUnused: LaneRule = (lane, reported) => {
  const { outputTokensPerReply: used, maxOutputTokensPerCall: room } = lane;
  const share = heldBackShare(lane, "tokens");
  if (used === null || room === null || !isTelling(lane, share) || used > WELL_USED * room) return null;
  const charged = (lane.admitted.tokens ?? 0) / Math.max(1, lane.attempts);
  const input = inputTokensPerReply(lane, reported);
  const chargesRoom = Math.abs(charged - room) <= CHARGE_TOLERANCE * room && input < (1 - CHARGE_TOLERANCE) * room;
  if (!chargesRoom) return null;
  return {
    weight: share * shareOfRun(lane, reported) * (1 - used / room),
    sentence: `Replies used ${percent(used / room)} of the room that they were given (${number(used)} of ${number(room)} tokens), and the limit of tokens counts the room whether it is used or not (${number(charged)} an attempt); --batch-size (it was ${lane.batchSize}) decides how much room a call is given.`,
  };
};

/** A ceiling that never moved was the bound, and the limits had more to give. */
export const ceilingHeldBack: LaneRule = (lane, reported) => {
  const share = heldBackShare(lane, "ceiling");
  const [first] = lane.timeline;
  const isFixed = lane.timeline.length >= MOMENTS && lane.timeline.every(({ ceiling }) => ceiling === first?.ceiling);
  if (first === undefined || !isFixed || !isTelling(lane, share)) return null;
  const used = Math.max(0, ...LIMITED.map((resource) => lane.utilisation[resource] ?? 0));
  if (used > HALF_USED) return null;
  const better = timeWith(lane, share, 2);
  const left = used === 0 ? "" : `, and ${percent(1 - used)} of its limits were left unused`;
  return {
    weight: share * shareOfRun(lane, reported),
    sentence: `For ${percent(share)} of the time ${lane.lane} had ${counted(first.ceiling, "call")} in flight and was let have no more${left}; with twice as many (--max-concurrent ${2 * first.ceiling}), answered as fast, it would have taken about ${duration(better)} instead of ${duration(lane.seconds)}.`,
  };
};

/** The limit that held a lane back the longest; null where none did for long. */
function boundOf(lane: LanePerformance): LimitedResource | null {
  const bounds = LIMITED.filter((resource) => isTelling(lane, heldBackShare(lane, resource)));
  return bounds.sort((one, other) => heldBackShare(lane, other) - heldBackShare(lane, one))[0] ?? null;
}

function isTelling({ seconds }: LanePerformance, share: number): boolean {
  return share >= TELLING_SHARE && share * seconds >= TELLING_SECONDS;
}

/** What was held back goes so many times as fast; the rest takes as long as it did. */
function timeWith({ seconds }: LanePerformance, share: number, times: number): number {
  return seconds * (1 - share + share / times);
}

function optionIn({ lane }: LanePerformance, resource: LimitedResource, isOwn: boolean): string {
  return isOwn ? `, ${optionOf(lane, resource === "requests" ? "rpm" : "tpm")}` : "";
}

function inputTokensPerReply({ lane }: LanePerformance, { cost }: Parameters<LaneRule>[1]): number {
  const models = cost.models.filter((model) => model.lane === lane && model.operation === "extract");
  const replies = models.reduce((sum, model) => sum + model.replies - model.untold, 0);
  return models.reduce((sum, model) => sum + model.inputTokens, 0) / Math.max(1, replies);
}

