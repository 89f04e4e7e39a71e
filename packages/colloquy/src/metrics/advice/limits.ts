import type { LimitedResource } from "../../ports/index.ts";
import { counted, formatCount, formatDuration, formatPercent, MODEL_STAGE_TERMS } from "../../text/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import { bottleneckShare, type StageRule, optionOf, shareOfRun } from "./advice.ts";

/** What a stage waited for less than this is no bottleneck. */
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
export const limitBottleneck: StageRule = (stage, reported) => {
  const resource = boundOf(stage);
  const perMinute = resource === null ? undefined : stage.perMinute[resource];
  if (resource === null || perMinute === undefined) return null;
  const share = bottleneckShare(stage, resource);
  const granted = stage.reportedLimits[resource];
  const isOwn = granted === undefined || granted > 1.01 * perMinute;
  const times = isOwn && granted !== undefined ? granted / perMinute : 2;
  const others = LIMITED.filter((other) => other !== resource).map((other) => stage.utilisation[other] ?? 0);
  // The other limits let it be no faster than their use allows.
  const better = Math.max(timeWith(stage, share, times), Math.max(...others) * stage.seconds);
  const whose = isOwn ? `set for ${stage.model}` : `of ${stage.model}`;
  const limit = `the limit of ${RESOURCES[resource]} ${whose} (${formatCount(perMinute)} a minute${optionIn(stage, resource, isOwn)})`;
  const other = isOwn && granted !== undefined ? `the ${formatCount(granted)} that the provider grants` : "twice the limit";
  return {
    weight: share * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(share)} of the time ${limit} was the bottleneck of ${MODEL_STAGE_TERMS[stage.stage]}; with ${other} it would have taken about ${formatDuration(better)} instead of ${formatDuration(stage.seconds)}.`,
  };
};

/** Requests were the bound while tokens were left: larger batches need fewer of them. */
export const requestsCouldBeFewer: StageRule = (stage, reported) => {
  const share = bottleneckShare(stage, "requests");
  const used = Math.max(stage.utilisation.tokens ?? 0, stage.utilisation.inputTokens ?? 0, stage.utilisation.outputTokens ?? 0);
  if (stage.stage !== "extract" || !isTelling(stage, share) || used === 0 || used > HALF_USED) return null;
  return {
    weight: 0.9 * share * shareOfRun(stage, reported),
    sentence: `The limit of requests was the bottleneck of extraction while ${formatPercent(1 - used)} of its tokens were left unused: twice as many chunks a call (--batch-size ${2 * stage.batchSize}) take half the requests.`,
  };
};

/** The limit counts the room for a reply, and replies leave much of it unused. */
export const roomUnused: StageRule = (stage, reported) => {
  const { outputTokensPerReply: used, maxOutputTokensPerCall: room } = stage;
  const share = bottleneckShare(stage, "tokens");
  if (used === null || room === null || !isTelling(stage, share) || used > WELL_USED * room) return null;
  const charged = (stage.admitted.tokens ?? 0) / Math.max(1, stage.attempts);
  const input = inputTokensPerReply(stage, reported);
  const chargesRoom = Math.abs(charged - room) <= CHARGE_TOLERANCE * room && input < (1 - CHARGE_TOLERANCE) * room;
  if (!chargesRoom) return null;
  return {
    weight: share * shareOfRun(stage, reported) * (1 - used / room),
    sentence: `Replies used ${formatPercent(used / room)} of the room that they were given (${formatCount(used)} of ${formatCount(room)} tokens), and the limit of tokens counts the room whether it is used or not (${formatCount(charged)} an attempt); --batch-size (it was ${stage.batchSize}) decides how much room a call is given.`,
  };
};

/** A ceiling that never moved was the bound, and the limits had more to give. */
export const ceilingBottleneck: StageRule = (stage, reported) => {
  const share = bottleneckShare(stage, "ceiling");
  const [first] = stage.timeline;
  if (first === undefined || !isCeilingFixed(stage) || !isTelling(stage, share)) return null;
  const used = Math.max(0, ...LIMITED.map((resource) => stage.utilisation[resource] ?? 0));
  if (used > HALF_USED) return null;
  const better = timeWith(stage, share, 2);
  const left = used === 0 ? "" : `, and ${formatPercent(1 - used)} of its limits were left unused`;
  return {
    weight: share * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(share)} of the time ${MODEL_STAGE_TERMS[stage.stage]} had ${counted(first.ceiling, "call")} in flight and was let have no more${left}; with twice as many (--max-concurrent ${2 * first.ceiling}), answered as fast, it would have taken about ${formatDuration(better)} instead of ${formatDuration(stage.seconds)}.`,
  };
};

/**
 * Neither limits nor this machine were the bound, but the time that replies take: what was in flight was all that there was
 * to ask, or all that the run let itself have while it felt its way up.
 */
export const latencyBottleneck: StageRule = (stage, reported) => {
  const { latencyMs, peakInFlight } = stage;
  const [free, ceiling] = [bottleneckShare(stage, "none"), bottleneckShare(stage, "ceiling")];
  const used = Math.max(0, ...LIMITED.map((resource) => stage.utilisation[resource] ?? 0));
  if (latencyMs === null || used > HALF_USED || ceilingBottleneck(stage, reported) !== null) return null;
  if (free + ceiling < MOST_OF_THE_TIME || !isTelling(stage, free + ceiling)) return null;
  const advice = ceiling >= TELLING_SHARE ? climbedAdvice(stage) : allAtOnceAdvice(stage, latencyMs);
  if (advice === null) return null;
  return {
    weight: 0.8 * (free + ceiling) * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(free + ceiling)} of the time ${MODEL_STAGE_TERMS[stage.stage]} waited for replies alone: half of the replies took ${formatDuration(latencyMs.p50 / 1000)} or longer, with at most ${counted(peakInFlight, "call")} in flight${advice}.`,
  };
};

function climbedAdvice({ peakInFlight }: StagePerformance): string {
  return `, as many as it let itself have; a fixed --max-concurrent ${2 * peakInFlight} lets it have more from the start`;
}

/** Null where fewer calls were in flight than could have been: then it was no matter of replies. */
function allAtOnceAdvice(
  { stage, calls, batchSize, seconds, peakInFlight }: StagePerformance,
  { mean, count }: NonNullable<StagePerformance["latencyMs"]>,
): string | null {
  const meanInFlight = (mean * count) / 1000 / Math.max(seconds, 1e-9);
  if (calls >= 2 * peakInFlight || meanInFlight < BUSY * peakInFlight) return null;
  if (stage !== "extract" || batchSize === 1)
    return "; nothing kept calls back, so that only a faster model would have been faster";
  return `; all ${counted(calls, "call")} had room beside each other, so that a smaller --batch-size than ${batchSize} makes replies shorter, and more of them at once`;
}

/** The user's own, or one that had no reason to move. */
function isCeilingFixed({ timeline }: StagePerformance): boolean {
  const [first] = timeline;
  return timeline.length >= MOMENTS && timeline.every(({ ceiling }) => ceiling === first?.ceiling);
}

/** The limit that a stage waited for the longest; null where it did not wait long. */
function boundOf(stage: StagePerformance): LimitedResource | null {
  const bounds = LIMITED.filter((resource) => isTelling(stage, bottleneckShare(stage, resource)));
  return bounds.sort((one, other) => bottleneckShare(stage, other) - bottleneckShare(stage, one))[0] ?? null;
}

function isTelling({ seconds }: StagePerformance, share: number): boolean {
  return share >= TELLING_SHARE && share * seconds >= TELLING_SECONDS;
}

/** The time in which a stage waited gets so many times shorter; the rest stays. */
function timeWith({ seconds }: StagePerformance, share: number, times: number): number {
  return seconds * (1 - share + share / times);
}

function optionIn({ stage }: StagePerformance, resource: LimitedResource, isOwn: boolean): string {
  return isOwn ? `, ${optionOf(stage, resource === "requests" ? "rpm" : "tpm")}` : "";
}

function inputTokensPerReply({ stage }: StagePerformance, { cost }: Parameters<StageRule>[1]): number {
  const models = cost.models.filter((model) => model.stage === stage && model.operation === "extract");
  const replies = models.reduce((sum, model) => sum + model.replies - model.unreported, 0);
  return models.reduce((sum, model) => sum + model.inputTokens, 0) / Math.max(1, replies);
}

