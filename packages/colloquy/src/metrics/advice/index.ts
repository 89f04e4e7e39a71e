import type { Advice, StageRule, Reported, Rule } from "./advice.ts";
import { cutOff, failedAttempts, fullReplies, manyFailedCalls, paused, silent, turnedAway } from "./calls.ts";
import {
  concurrencyBottleneck,
  latencyBottleneck,
  limitBottleneck,
  requestsCouldBeFewer,
  roomUnused,
} from "./limits.ts";
import { budgetReached, deadLetters, embeddingWasLonger, promptsNotCached, writingWasLonger } from "./run.ts";

const MOST_SENTENCES = 5;

const STAGE_RULES: readonly StageRule[] = [
  manyFailedCalls,
  limitBottleneck,
  requestsCouldBeFewer,
  roomUnused,
  concurrencyBottleneck,
  latencyBottleneck,
  paused,
  silent,
  turnedAway,
  failedAttempts,
  cutOff,
  fullReplies,
];
const RULES: readonly Rule[] = [budgetReached, deadLetters, embeddingWasLonger, writingWasLonger, promptsNotCached];

/**
 * The bottlenecks of a run and possible improvements, computed from its reports alone: at most five sentences, the most
 * important first.
 */
export function adviseOn(reported: Reported): readonly string[] {
  const ofStages = STAGE_RULES.flatMap((rule) =>
    reported.performance.modelStages.map((stage) => rule(stage, reported)),
  );
  return [...ofStages, ...RULES.map((rule) => rule(reported))]
    .filter((advice): advice is Advice => advice !== null)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST_SENTENCES)
    .map(({ sentence }) => sentence);
}
