import type { CallCost, Pricing } from "../ports/index.ts";

/** What runs on this machine is never paid for. */
export function isFree({ prices }: Pick<Pricing, "prices">): boolean {
  return prices !== null && prices.input === 0 && prices.output === 0;
}

/**
 * US dollars that a call may cost at most; null where that has no bound: its price is not known, or nothing is expected of
 * it, so that it may take anything.
 */
export function mostOfCall(pricing: Pricing, call: CallCost): number | null {
  if (isFree(pricing)) return 0;
  return call.inputTokens + call.maxOutputTokens > 0 ? pricing.mostOf(call) : null;
}
