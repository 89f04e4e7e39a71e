import {
  counted,
  formatCount,
  formatDollars,
  formatDuration,
  formatPercent,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import type { StagePerformance } from "../reports/index.ts";
import {
  FEW_ATTEMPTS,
  bottleneckShare,
  mainReason,
  type Reported,
  type StageRule,
  optionOf,
  shareOfRun,
} from "./advice.ts";

const MANY_TURNED_AWAY = 0.05;
const MANY_FAILED = 0.05;
const MANY_FULL = 0.02;
const MOST = 0.5;
/** The kind of failure of attempts that were in flight when the run ended. */
const ABANDONED = "abandoned";
const LONG_SILENCE = { share: 0.05, seconds: 5 } as const;
const LONG_PAUSE = { share: 0.1, seconds: 10 } as const;

/** The provider refused many attempts because of its limits. */
export const turnedAway: StageRule = (stage, { performance }) => {
  const share = stage.rateLimited / Math.max(1, stage.attempts);
  if (stage.attempts < FEW_ATTEMPTS || share < MANY_TURNED_AWAY) return null;
  const options = `${optionOf(stage.stage, "rpm")} and ${optionOf(stage.stage, "tpm")}`;
  // Stages of one model have the same limits, which are reported to the first of them.
  const ofTheModel = performance.modelStages.filter(({ model }) => model === stage.model);
  const why = ofTheModel.some(({ reportedLimits }) => Object.keys(reportedLimits).length > 0)
    ? `the run kept to the reported limits, so another program may use them too; lower them with ${options}`
    : `the provider does not report its limits; set them with ${options}`;
  return {
    weight: share,
    sentence: `${formatPercent(share)} of the attempts of ${MODEL_STAGE_TERMS[stage.stage]} (${formatCount(stage.rateLimited)} of ${formatCount(stage.attempts)}) were turned away by the limits of ${stage.model}: ${why}.`,
  };
};

/** The provider requested pauses. */
export const paused: StageRule = (stage, reported) => {
  const share = bottleneckShare(stage, "pause");
  if (share < LONG_PAUSE.share || share * stage.seconds < LONG_PAUSE.seconds) return null;
  return {
    weight: share * shareOfRun(stage, reported),
    sentence: `For ${formatPercent(share)} of the time ${MODEL_STAGE_TERMS[stage.stage]} sent no call, because ${stage.model} requested pauses (${counted(stage.pauses.count, "pause")}).`,
  };
};

/** The provider answered no call for a while. */
export const silent: StageRule = (stage, reported) => {
  const { silentSeconds, seconds } = stage;
  if (silentSeconds < LONG_SILENCE.seconds || silentSeconds < LONG_SILENCE.share * seconds) return null;
  return {
    weight: Math.min(1, silentSeconds / Math.max(seconds, 1e-9)) * shareOfRun(stage, reported),
    sentence: `${stage.model} answered no call for ${formatDuration(silentSeconds)} of the ${formatDuration(seconds)} that ${MODEL_STAGE_TERMS[stage.stage]} took; no setting would have changed that.`,
  };
};

/** Attempts failed for other reasons. */
export const failedAttempts: StageRule = (stage) => {
  const kinds = Object.entries(stage.failures)
    .filter(([kind]) => kind !== ABANDONED)
    .sort(([, one], [, other]) => other - one);
  const failed = kinds.reduce((sum, [, count]) => sum + count, 0);
  const share = failed / Math.max(1, stage.attempts);
  if (stage.attempts < FEW_ATTEMPTS || share < MANY_FAILED) return null;
  return {
    weight: share,
    sentence: `${formatPercent(share)} of the attempts of ${MODEL_STAGE_TERMS[stage.stage]} (${formatCount(failed)} of ${formatCount(stage.attempts)}) had no reply${kindsText(kinds, failed)}; ${counted(stage.retries, "attempt was a retry", "attempts were retries")}.`,
  };
};

/** @param kinds the most frequent first. */
function kindsText(kinds: readonly (readonly [kind: string, count: number])[], all: number): string {
  const [[kind, count] = ["", 0]] = kinds;
  if (count === all) return all === 1 ? ` (${kind})` : `, all of them as ${kind}`;
  if (2 * count > all) return `, most of them as ${kind} (${formatCount(count)})`;
  return ` (${kinds.map(([each, times]) => `${each} ${formatCount(times)}`).join(", ")})`;
}

/** Attempts were in flight when the run ended. */
export const cutOff: StageRule = (stage, { cost }) => {
  const abandoned = stage.failures[ABANDONED] ?? 0;
  if (abandoned === 0) return null;
  const [were, they] = abandoned === 1 ? ["was", "its reply is"] : ["were", "their replies are"];
  const gently =
    cost.outcome === "interrupted"
      ? " After a single Ctrl-C a run waits for the calls in flight and keeps their results."
      : "";
  return {
    weight: abandoned / Math.max(1, stage.attempts),
    sentence: `${counted(abandoned, "attempt")} of ${MODEL_STAGE_TERMS[stage.stage]} ${were} cut off by the end of the run: ${they} lost and may still be billed.${gently}`,
  };
};

/** Replies used all output tokens that they were allowed. */
export const fullReplies: StageRule = (stage) => {
  const replies = stage.latencyMs?.count ?? 0;
  const share = stage.fullReplies / Math.max(1, replies);
  if (replies < FEW_ATTEMPTS || share < MANY_FULL) return null;
  return {
    weight: share,
    sentence: `${formatPercent(share)} of the replies (${formatCount(stage.fullReplies)} of ${formatCount(replies)}) used all output tokens that they were allowed and may be cut off; the missing chunks need further calls. A --batch-size below ${stage.batchSize} allows more output tokens per chunk.`,
  };
};

/** Many calls failed. When most calls failed, this comes before advice on limits. */
export const manyFailedCalls: StageRule = (stage, reported) => {
  const { failedCalls, calls } = stage;
  const share = failedCalls.calls / Math.max(1, calls);
  if (share < MANY_FAILED || (calls < FEW_ATTEMPTS && share < MOST)) return null;
  const reasons = failedCalls.reasons.map((each) => ({ reason: each.reason, count: each.calls }));
  return {
    weight: share < MOST ? share : 1 + share,
    sentence: `${formatPercent(share)} of the calls of ${MODEL_STAGE_TERMS[stage.stage]} (${formatCount(failedCalls.calls)} of ${formatCount(calls)}) failed${mainReason(reasons, failedCalls.calls)}.${takenText(stage, reported)}`,
  };
};

/** The usage of the failed calls' replies, and its share of the stage's usage. */
function takenText({ stage, failedCalls }: StagePerformance, { cost }: Reported): string {
  const { replies, inputTokens, outputTokens, costUsd } = failedCalls;
  if (replies === 0 || inputTokens === null || outputTokens === null) return "";
  const models = cost.models.filter((model) => model.stage === stage);
  const tokens = models.reduce((sum, model) => sum + model.inputTokens + model.outputTokens, 0);
  const taken = inputTokens + outputTokens;
  const dear = costUsd === null || costUsd === 0 ? "" : ` and ${formatDollars(costUsd)}`;
  return ` ${replies === 1 ? "Its reply" : "Their replies"} took ${counted(taken, "token")}${dear}, ${formatPercent(taken / Math.max(1, tokens))} of all that ${MODEL_STAGE_TERMS[stage]} read and wrote.`;
}
