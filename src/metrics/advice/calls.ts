import { FEW_ATTEMPTS, heldBackShare, type LaneRule, optionOf, shareOfRun } from "./advice.ts";
import { counted, duration, number, percent } from "./wording.ts";

const MANY_TURNED_AWAY = 0.05;
const MANY_FAILED = 0.05;
const MANY_FULL = 0.02;
const LONG_SILENCE = { share: 0.05, seconds: 5 } as const;
const LONG_PAUSE = { share: 0.1, seconds: 10 } as const;

/** The provider turned many attempts away. */
export const turnedAway: LaneRule = (lane) => {
  const share = lane.rateLimited / Math.max(1, lane.attempts);
  if (lane.attempts < FEW_ATTEMPTS || share < MANY_TURNED_AWAY) return null;
  const options = `${optionOf(lane.lane, "rpm")} and ${optionOf(lane.lane, "tpm")}`;
  const why =
    Object.keys(lane.toldPerMinute).length > 0
      ? `its limits were kept to as it tells them, so something else may use them too; ${options} take less of them`
      : `it does not tell what they are; ${options} do`;
  return {
    weight: share,
    sentence: `${percent(share)} of the attempts of ${lane.lane} (${number(lane.rateLimited)} of ${number(lane.attempts)}) were turned away by the limits of ${lane.model}: ${why}.`,
  };
};

/** The provider asked for pauses. */
export const paused: LaneRule = (lane, reported) => {
  const share = heldBackShare(lane, "pause");
  if (share < LONG_PAUSE.share || share * lane.seconds < LONG_PAUSE.seconds) return null;
  return {
    weight: share * shareOfRun(lane, reported),
    sentence: `For ${percent(share)} of the time ${lane.lane} sent nothing, because ${lane.model} asked it to wait (${counted(lane.pauses.count, "pause")}).`,
  };
};

/** Nobody was answered. */
export const silent: LaneRule = (lane, reported) => {
  const { silentSeconds, seconds } = lane;
  if (silentSeconds < LONG_SILENCE.seconds || silentSeconds < LONG_SILENCE.share * seconds) return null;
  return {
    weight: Math.min(1, silentSeconds / Math.max(seconds, 1e-9)) * shareOfRun(lane, reported),
    sentence: `${lane.model} answered nobody for ${duration(silentSeconds)} of the ${duration(seconds)} that ${lane.lane} took; nothing here would have changed that.`,
  };
};

/** Attempts failed otherwise. */
export const failedAttempts: LaneRule = (lane) => {
  const kinds = Object.entries(lane.failures).sort(([, one], [, other]) => other - one);
  const failed = kinds.reduce((sum, [, count]) => sum + count, 0);
  const share = failed / Math.max(1, lane.attempts);
  if (lane.attempts < FEW_ATTEMPTS || share < MANY_FAILED) return null;
  const [most] = kinds;
  const mostly = most === undefined ? "" : `, most of them as ${most[0]} (${number(most[1])})`;
  return {
    weight: share,
    sentence: `${percent(share)} of the attempts of ${lane.lane} (${number(failed)} of ${number(lane.attempts)}) gave no reply${mostly}; ${counted(lane.retries, "attempt was a repetition", "attempts were repetitions")}.`,
  };
};

/** Replies took all the room that they were given. */
export const fullReplies: LaneRule = (lane) => {
  const replies = lane.latencyMs?.count ?? 0;
  const share = lane.fullReplies / Math.max(1, replies);
  if (replies < FEW_ATTEMPTS || share < MANY_FULL) return null;
  return {
    weight: share,
    sentence: `${percent(share)} of the replies (${number(lane.fullReplies)} of ${number(replies)}) took all the room that they were given and may have been cut off, which costs calls for what is missing; a smaller --batch-size than ${lane.batchSize} leaves each passage more room.`,
  };
};
