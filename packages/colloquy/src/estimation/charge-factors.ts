import type { Assumption } from "./assumption.ts";
import type { StageMeasurement } from "./estimate.ts";
import type { MeasuredDemand } from "./measured-demand.ts";
import { chargedTokens } from "./outcome.ts";

/** Attempts after which what calls are charged has been learnt; before that the limiter reckons with the dearest way. */
const LEARNT = 60;

/**
 * What limits are charged of what is reckoned: as it was measured, where the limiter had calls enough to learn it; else
 * what is usual, the larger of room and prompt, as the provider counts it.
 */
export function chargeFactors(
  measured: StageMeasurement,
  run: MeasuredDemand["demand"],
  inputFactor: number,
): Assumption["chargeFactor"] {
  const { attempts, calls, admitted } = measured;
  const isLearnt = attempts >= LEARNT;
  const perReckoned = attempts / calls;
  const factor = (charged: number | undefined, reckoned: number): number =>
    isLearnt && charged !== undefined && charged > 0 && reckoned > 0 ? charged / (reckoned * perReckoned) : 1;
  const larger = chargedTokens(run, "larger", inputFactor);
  // No provider charges more than prompt and room together; a limiter may assume more for a while after a burst.
  const most = larger > 0 ? chargedTokens(run, "sum", inputFactor) / larger : 1;
  return {
    tokens: Math.min(most, factor(admitted.tokens, larger)),
    inputTokens: factor(admitted.inputTokens, run.inputTokens * inputFactor),
    outputTokens: factor(admitted.outputTokens, run.outputTokens),
  };
}
