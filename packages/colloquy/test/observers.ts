import { CallObserver, type RunListener, UNTRACED } from "../src/pipeline/index.ts";
import type { Lane, Pricing } from "../src/ports/index.ts";

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

/** Sees the attempts of a lane that nobody traces. */
export function createObserver(
  lane: Lane,
  { pricing = UNPRICED, emit = () => undefined }: { readonly pricing?: Pricing; readonly emit?: RunListener } = {},
): CallObserver {
  return new CallObserver({ lane, pricing, span: UNTRACED, wantsContent: false, emit });
}
