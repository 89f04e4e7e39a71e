import type { LimitedResource } from "../../ports/index.ts";
import { counted, formatCount, formatDuration, formatPercent } from "../../text/index.ts";
import type { LanePerformance } from "../reports/index.ts";
import { bottleneckShare, type LaneRule, optionOf, shareOfRun } from "./advice.ts";

/** What a lane waited for less than this is no bottleneck. */
const TELLING_SHARE = 0.2;
const TELLING_SECONDS = 10;
/** Limits that are used less than this leave room for twice as much. */
const HALF_USED = 0.5;
/** How near to the room that it was given a charge is, where the room is what is charged. */
const CHARGE_TOLERANCE = 0.15;
/** A reply that uses more of its room was given hardly too much. */
const WELL_USED = 0.6;
/** A bound is what it is for at least this share of the time. */
const MOST_OF_THE_TIME = 0.5;
/** Of the most calls at once: with fewer of them in flight in the mean, something else than replies was waited for. */
const BUSY = 1 / 3;
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
export const limitBottleneck: LaneRule = (lane, reported) => {
  const resource = boundOf(lane);
  const perMinute = resource === null ? undefined : lane.perMinute[resource];
  if (resource === null || perMinute === undefined) return null;
  const share = bottleneckShare(lane, resource);
  const granted = lane.reportedLimits[resource];
  const isOwn = granted === undefined || granted > 1.01 * perMinute;
  const times = isOwn && granted !== undefined ? granted / perMinute : 2;
  const others = LIMITED.filter((other) => other !== resource).map((other) => lane.utilisation[other] ?? 0);
  // The other limits let it be no faster than their use allows.
  const better = Math.max(timeWith(lane, share, times), Math.max(...others) * lane.seconds);
  const whose = isOwn ? `set for ${lane.model}` : `of ${lane.model}`;
  const limit = `the limit of ${RESOURCES[resource]} ${whose} (${formatCount(perMinute)} a minute${optionIn(lane, resource, isOwn)})`;
  const other = isOwn && granted !== undefined ? `the ${formatCount(granted)} that the provider grants` : "twice the limit";
  return {
    weight: share * shareOfRun(lane, reported),
    sentence: `For ${formatPercent(share)} of the time ${limit} was the bottleneck of ${lane.lane}; with ${other} it would have taken about ${formatDuration(better)} instead of ${formatDuration(lane.seconds)}.`,
  };
};

/** Requests were the bound while tokens were left: larger batches need fewer of them. */
export const requestsCouldBeFewer: LaneRule = (lane, reported) => {
  const share = bottleneckShare(lane, "requests");
  const used = Math.max(lane.utilisation.tokens ?? 0, lane.utilisation.inputTokens ?? 0, lane.utilisation.outputTokens ?? 0);
  if (lane.lane !== "extraction" || !isTelling(lane, share) || used === 0 || used > HALF_USED) return null;
  return {
    weight: 0.9 * share * shareOfRun(lane, reported),
    sentence: `The limit of requests was the bottleneck of extraction while ${formatPercent(1 - used)} of its tokens were left unused: twice as many passages a call (--batch-size ${2 * lane.batchSize}) take half the requests.`,
  };
};

/** The limit counts the room for a reply, and replies leave much of it unused. */
export const roomUnused: LaneRule = (lane, reported) => {
  const { outputTokensPerReply: used, maxOutputTokensPerCall: room } = lane;
  const share = bottleneckShare(lane, "tokens");
  if (used === null || room === null || !isTelling(lane, share) || used > WELL_USED * room) return null;
  const charged = (lane.admitted.tokens ?? 0) / Math.max(1, lane.attempts);
  const input = inputTokensPerReply(lane, reported);
  const chargesRoom = Math.abs(charged - room) <= CHARGE_TOLERANCE * room && input < (1 - CHARGE_TOLERANCE) * room;
  if (!chargesRoom) return null;
  return {
    weight: share * shareOfRun(lane, reported) * (1 - used / room),
    sentence: `Replies used ${formatPercent(used / room)} of the room that they were given (${formatCount(used)} of ${formatCount(room)} tokens), and the limit of tokens counts the room whether it is used or not (${formatCount(charged)} an attempt); --batch-size (it was ${lane.batchSize}) decides how much room a call is given.`,
  };
};

/** A ceiling that never moved was the bound, and the limits had more to give. */
export const ceilingBottleneck: LaneRule = (lane, reported) => {
  const share = bottleneckShare(lane, "ceiling");
  const [first] = lane.timeline;
  if (first === undefined || !isCeilingFixed(lane) || !isTelling(lane, share)) return null;
  const used = Math.max(0, ...LIMITED.map((resource) => lane.utilisation[resource] ?? 0));
  if (used > HALF_USED) return null;
  const better = timeWith(lane, share, 2);
  const left = used === 0 ? "" : `, and ${formatPercent(1 - used)} of its limits were left unused`;
  return {
    weight: share * shareOfRun(lane, reported),
    sentence: `For ${formatPercent(share)} of the time ${lane.lane} had ${counted(first.ceiling, "call")} in flight and was let have no more${left}; with twice as many (--max-concurrent ${2 * first.ceiling}), answered as fast, it would have taken about ${formatDuration(better)} instead of ${formatDuration(lane.seconds)}.`,
  };
};

/**
 * Neither limits nor this machine were the bound, but the time that replies take: what was in flight was all that there was
 * to ask, or all that the run let itself have while it felt its way up.
 */
export const latencyBottleneck: LaneRule = (lane, reported) => {
  const { latencyMs, peakInFlight } = lane;
  const [free, ceiling] = [bottleneckShare(lane, "none"), bottleneckShare(lane, "ceiling")];
  const used = Math.max(0, ...LIMITED.map((resource) => lane.utilisation[resource] ?? 0));
  if (latencyMs === null || used > HALF_USED || ceilingBottleneck(lane, reported) !== null) return null;
  if (free + ceiling < MOST_OF_THE_TIME || !isTelling(lane, free + ceiling)) return null;
  const advice = ceiling >= TELLING_SHARE ? climbedAdvice(lane) : allAtOnceAdvice(lane, latencyMs);
  if (advice === null) return null;
  return {
    weight: 0.8 * (free + ceiling) * shareOfRun(lane, reported),
    sentence: `For ${formatPercent(free + ceiling)} of the time ${lane.lane} waited for replies alone: half of the replies took ${formatDuration(latencyMs.p50 / 1000)} or longer, with at most ${counted(peakInFlight, "call")} in flight${advice}.`,
  };
};

function climbedAdvice({ peakInFlight }: LanePerformance): string {
  return `, as many as it let itself have; a fixed --max-concurrent ${2 * peakInFlight} lets it have more from the start`;
}

/** Null where fewer calls were in flight than could have been: then it was no matter of replies. */
function allAtOnceAdvice(
  { lane, calls, batchSize, seconds, peakInFlight }: LanePerformance,
  { mean, count }: NonNullable<LanePerformance["latencyMs"]>,
): string | null {
  const meanInFlight = (mean * count) / 1000 / Math.max(seconds, 1e-9);
  if (calls >= 2 * peakInFlight || meanInFlight < BUSY * peakInFlight) return null;
  if (lane !== "extraction" || batchSize === 1)
    return "; nothing kept calls back, so that only a faster model would have been faster";
  return `; all ${counted(calls, "call")} had room beside each other, so that a smaller --batch-size than ${batchSize} makes replies shorter, and more of them at once`;
}

/** The user's own, or one that had no reason to move. */
function isCeilingFixed({ timeline }: LanePerformance): boolean {
  const [first] = timeline;
  return timeline.length >= MOMENTS && timeline.every(({ ceiling }) => ceiling === first?.ceiling);
}

/** The limit that a lane waited for the longest; null where it did not wait long. */
function boundOf(lane: LanePerformance): LimitedResource | null {
  const bounds = LIMITED.filter((resource) => isTelling(lane, bottleneckShare(lane, resource)));
  return bounds.sort((one, other) => bottleneckShare(lane, other) - bottleneckShare(lane, one))[0] ?? null;
}

function isTelling({ seconds }: LanePerformance, share: number): boolean {
  return share >= TELLING_SHARE && share * seconds >= TELLING_SECONDS;
}

/** The time in which a lane waited gets so many times shorter; the rest stays. */
function timeWith({ seconds }: LanePerformance, share: number, times: number): number {
  return seconds * (1 - share + share / times);
}

function optionIn({ lane }: LanePerformance, resource: LimitedResource, isOwn: boolean): string {
  return isOwn ? `, ${optionOf(lane, resource === "requests" ? "rpm" : "tpm")}` : "";
}

function inputTokensPerReply({ lane }: LanePerformance, { cost }: Parameters<LaneRule>[1]): number {
  const models = cost.models.filter((model) => model.lane === lane && model.operation === "extract");
  const replies = models.reduce((sum, model) => sum + model.replies - model.unreported, 0);
  return models.reduce((sum, model) => sum + model.inputTokens, 0) / Math.max(1, replies);
}

