import { CallAccount, CallObserver, UNTRACED } from "../src/calls/index.ts";
import type { RunListener } from "../src/pipeline/index.ts";
import type { ModelStage, Pricing } from "../src/ports/index.ts";

/** Costs nothing. */
export const FREE: Pricing = {
  model: "free",
  source: "this machine",
  prices: { input: 0, cachedInput: 0, output: 0 },
  cost: () => 0,
  mostOf: () => 0,
};

/** Of which nobody knows the price. */
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
  }: { readonly pricing?: Pricing; readonly emit?: RunListener; readonly account?: CallAccount } = {},
): CallObserver {
  return new CallObserver({ stage, pricing, span: UNTRACED, wantsContent: false, account, emit });
}
