import type { LimitedResource } from "../../ports/index.ts";
import {
  counted,
  formatCount,
  formatDuration,
  formatPercent,
  MODEL_STAGE_TERMS,
  RESOURCE_TERMS,
  RESOURCES,
} from "../../text/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import { bottleneckShare, type StageRule, optionOf, shareOfRun } from "./advice.ts";

/** A wait with a smaller share of the time is not a bottleneck. */
const TELLING_SHARE = 0.2;
const TELLING_SECONDS = 10;
/** With a lower utilisation, the limits have room for twice the calls. */
const HALF_USED = 0.5;
/** Relative difference up to which the charged tokens count as equal to the allowed output tokens. */
const CHARGE_TOLERANCE = 0.15;
/** With a higher share, a reply used most of its allowed output tokens. */
const WELL_USED = 0.6;
/** A bottleneck applies for at least this share of the time. */
const MOST_OF_THE_TIME = 0.5;
/** Share of the peak. With fewer mean calls in flight, the stage waited for something other than replies. */
const BUSY = 1 / 3;
/** Minimum number of moments that show whether the concurrency limit moved. */
const MOMENTS = 5;

/** A limit was the bottleneck: the provider's or the user's own. Estimates the time with a higher limit. */
export const limitBottleneck: StageRule = (stage, reported) => {
  const resource = boundOf(stage);
  const perMinute = resource === null ? undefined : stage.perMinute[resource];
  if (resource === null || perMinute === undefined) return null;
  const share = bottleneckShare(stage, resource);
  const granted = stage.reportedLimits[resource];
  const isOwn = granted === undefined || granted > 1.01 * perMinute;
  const times = isOwn && granted !== undefined ? granted / perMinute : 2;
  // The other limits bound the improvement.
  const better = Math.max(timeWith(stage, share, times), mostUsed(stage, resource) * stage.seconds);
  const whose = isOwn ? `set for ${stage.model}` : `of ${stage.model}`;
  const limit = `the limit of ${RESOURCE_TERMS[resource]} ${whose} (${formatCount(perMinute)} a minute${optionIn(stage, resource, isOwn)})`;
  const other = isOwn && granted !== undefined ? `the provider's limit of ${formatCount(granted)}` : "twice the limit";
  return {
    weight: share * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(share)} of the time ${limit} was the bottleneck of ${MODEL_STAGE_TERMS[stage.stage]}; with ${other} it would have taken about ${formatDuration(better)} instead of ${formatDuration(stage.seconds)}.`,
  };
};

/** Requests were the bottleneck and tokens were unused: larger batches need fewer requests. */
export const requestsCouldBeFewer: StageRule = (stage, reported) => {
  const share = bottleneckShare(stage, "requests");
  const used = mostUsed(stage, "requests");
  if (stage.stage !== "extract" || !isTelling(stage, share) || used === 0 || used > HALF_USED) return null;
  return {
    weight: 0.9 * share * shareOfRun(stage, reported),
    sentence: `The limit of requests was the bottleneck of extraction while ${formatPercent(1 - used)} of its tokens were left unused: twice as many chunks a call (--batch-size ${2 * stage.batchSize}) take half the requests.`,
  };
};

/** The token limit charges the allowed output tokens, and replies leave most of them unused. */
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
    sentence: `Replies used ${formatPercent(used / room)} of the output tokens that they were allowed (${formatCount(used)} of ${formatCount(room)}), and the limit of tokens charges the allowed tokens, used or not (${formatCount(charged)} an attempt); --batch-size (it was ${stage.batchSize}) sets how many output tokens a call is allowed.`,
  };
};

/** A fixed concurrency limit was the bottleneck, and the limits had room. */
export const concurrencyBottleneck: StageRule = (stage, reported) => {
  const share = bottleneckShare(stage, "concurrencyLimit");
  const [first] = stage.timeline;
  if (first === undefined || !isConcurrencyFixed(stage) || !isTelling(stage, share)) return null;
  const used = mostUsed(stage);
  if (used > HALF_USED) return null;
  const better = timeWith(stage, share, 2);
  const left = used === 0 ? "" : `, and ${formatPercent(1 - used)} of its limits were left unused`;
  return {
    weight: share * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(share)} of the time ${MODEL_STAGE_TERMS[stage.stage]} had ${counted(first.concurrencyLimit, "call")} in flight, the most that it was allowed${left}; with twice as many (--max-concurrent ${2 * first.concurrencyLimit}) and the same latency, it would have taken about ${formatDuration(better)} instead of ${formatDuration(stage.seconds)}.`,
  };
};

/**
 * The latency of replies was the bottleneck, not limits and not this machine: all calls were in flight at once, or the
 * concurrency limit was still rising.
 */
export const latencyBottleneck: StageRule = (stage, reported) => {
  const { latencyMs, peakInFlight } = stage;
  const [free, limited] = [bottleneckShare(stage, "none"), bottleneckShare(stage, "concurrencyLimit")];
  const used = mostUsed(stage);
  if (latencyMs === null || used > HALF_USED || concurrencyBottleneck(stage, reported) !== null) return null;
  if (free + limited < MOST_OF_THE_TIME || !isTelling(stage, free + limited)) return null;
  const advice = limited >= TELLING_SHARE ? climbedAdvice(stage) : allAtOnceAdvice(stage, latencyMs);
  if (advice === null) return null;
  return {
    weight: 0.8 * (free + limited) * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(free + limited)} of the time ${MODEL_STAGE_TERMS[stage.stage]} waited for replies alone: half of the replies took ${formatDuration(latencyMs.p50 / 1000)} or longer, with at most ${counted(peakInFlight, "call")} in flight${advice}.`,
  };
};

function climbedAdvice({ peakInFlight }: StagePerformance): string {
  return `, the concurrency limit while it was rising; a fixed --max-concurrent ${2 * peakInFlight} allows more from the start`;
}

/** Null when fewer calls were in flight than possible: then latency was not the bottleneck. */
function allAtOnceAdvice(
  { stage, calls, batchSize, seconds, peakInFlight }: StagePerformance,
  { mean, count }: NonNullable<StagePerformance["latencyMs"]>,
): string | null {
  const meanInFlight = (mean * count) / 1000 / Math.max(seconds, 1e-9);
  if (calls >= 2 * peakInFlight || meanInFlight < BUSY * peakInFlight) return null;
  if (stage !== "extract" || batchSize === 1)
    return "; all calls were sent at once, so only a faster model would have been faster";
  return `; all ${counted(calls, "call")} were sent at once, so a --batch-size below ${batchSize} would have made shorter replies, more of them at once`;
}

/** The concurrency limit is the user's own, or it had no reason to move. */
function isConcurrencyFixed({ timeline }: StagePerformance): boolean {
  const [first] = timeline;
  return (
    timeline.length >= MOMENTS && timeline.every(({ concurrencyLimit }) => concurrencyLimit === first?.concurrencyLimit)
  );
}

/** The limit for which the stage waited longest; null when the wait was short. */
function boundOf(stage: StagePerformance): LimitedResource | null {
  const bounds = RESOURCES.filter((resource) => isTelling(stage, bottleneckShare(stage, resource)));
  return bounds.sort((one, other) => bottleneckShare(stage, other) - bottleneckShare(stage, one))[0] ?? null;
}

/** The used share of the limit that is used most, of all limits but one. */
function mostUsed({ utilisation }: StagePerformance, except?: LimitedResource): number {
  return Math.max(0, ...RESOURCES.map((resource) => (resource === except ? 0 : (utilisation[resource] ?? 0))));
}

function isTelling({ seconds }: StagePerformance, share: number): boolean {
  return share >= TELLING_SHARE && share * seconds >= TELLING_SECONDS;
}

/** The estimated time when the waiting time becomes so many times shorter. */
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
