import type { WrittenPrices } from "../config/index.ts";
import type { CallCost, Pricing, Usage } from "../ports/index.ts";

const TOKENS_PER_PRICE = 1_000_000;

/** Prices that are the same for every call, of whatever length. */
export function flatPricing(model: string, source: string, written: WrittenPrices): Pricing {
  const { input, cachedInput, cacheWrite, output } = written;
  const withReply = (inputDollars: number, replied: number): number | null => {
    if (output === null && replied > 0) return null;
    return (inputDollars + replied * (output ?? 0)) / TOKENS_PER_PRICE;
  };
  return {
    model,
    source,
    prices: { input, cachedInput, ...(cacheWrite === input ? {} : { cacheWrite }), output },
    cost({ inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens }: Usage): number | null {
      const cached = Math.min(cachedInputTokens, inputTokens);
      const kept = Math.min(cacheWrittenTokens, inputTokens - cached);
      const fresh = inputTokens - cached - kept;
      return withReply(fresh * input + cached * cachedInput + kept * cacheWrite, outputTokens);
    },
    // It is not known beforehand whether a cache is hit or written to.
    mostOf({ inputTokens, maxOutputTokens }: CallCost): number | null {
      return withReply(inputTokens * Math.max(input, cachedInput, cacheWrite), maxOutputTokens);
    },
  };
}

/** What runs on this machine. */
export function freePricing(model: string): Pricing {
  return flatPricing(model, "runs on this machine", { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 });
}

/** A model without a known price. */
export function unknownPricing(model: string): Pricing {
  return { model, source: null, prices: null, cost: () => null, mostOf: () => null };
}
