import { type Budget, CallAccount, CallObserver, UNTRACED } from "../src/calls/index.ts";
import type { RunListener } from "../src/pipeline/index.ts";
import type { ModelStage, Pricing } from "../src/ports/index.ts";

/** The pricing of a free model. */
export const FREE: Pricing = {
  model: "free",
  source: "this machine",
  prices: { input: 0, cachedInput: 0, output: 0 },
  cost: () => 0,
  mostOf: () => 0,
};

/** The pricing of a model with an unknown price. */
export const UNPRICED: Pricing = {
  model: "unpriced",
  source: null,
  prices: null,
  cost: () => null,
  mostOf: () => null,
};

/** Observes the attempts of a stage without traces. */
export function createObserver(
  stage: ModelStage,
  {
    pricing = UNPRICED,
    emit = () => undefined,
    account = new CallAccount(),
    budget,
  }: {
    readonly pricing?: Pricing;
    readonly emit?: RunListener;
    readonly account?: CallAccount;
    readonly budget?: Budget;
  } = {},
): CallObserver {
  const parts = { stage, pricing, span: UNTRACED, wantsContent: false, account, emit };
  return new CallObserver(budget === undefined ? parts : { ...parts, budget });
}
