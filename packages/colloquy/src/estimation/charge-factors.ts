import type { Assumption } from "./assumption.ts";
import type { StageMeasurement } from "./estimate.ts";
import type { MeasuredDemand } from "./measured-demand.ts";
import { chargedTokens } from "./stage-outcome.ts";

/** After this many attempts the limiter has learnt what the provider charges. Before that it assumes the highest charge. */
const LEARNT = 60;

/**
 * Charged tokens divided by expected tokens, for each limit. The measured ratio if the limiter had enough calls to learn it,
 * otherwise 1: the larger of prompt and room, as the provider counts them.
 */
export function chargeFactors(
  measured: StageMeasurement,
  run: MeasuredDemand["demand"],
  inputFactor: number,
): Assumption["chargeFactor"] {
  const { attempts, calls, admitted } = measured;
  const isLearnt = attempts >= LEARNT;
  const attemptsPerCall = attempts / calls;
  const factor = (charged: number | undefined, expected: number): number =>
    isLearnt && charged !== undefined && charged > 0 && expected > 0 ? charged / (expected * attemptsPerCall) : 1;
  const larger = chargedTokens(run, "larger", inputFactor);
  // No provider charges more than prompt and room together. After a burst, the limiter may assume more for a while.
  const most = larger > 0 ? chargedTokens(run, "sum", inputFactor) / larger : 1;
  return {
    tokens: Math.min(most, factor(admitted.tokens, larger)),
    inputTokens: factor(admitted.inputTokens, run.inputTokens * inputFactor),
    outputTokens: factor(admitted.outputTokens, run.outputTokens),
  };
}
