import type { WrittenPrices } from "../config/index.ts";
import type { CallTokens, Pricing, Usage } from "../ports/index.ts";

const TOKENS_PER_PRICE = 1_000_000;

/** Prices that do not depend on the length of a call. */
export function flatPricing(model: string, source: string, prices: WrittenPrices): Pricing {
  const { input, cachedInput, cacheWrite, output } = prices;
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
      const written = Math.min(cacheWrittenTokens, inputTokens - cached);
      const fresh = inputTokens - cached - written;
      return withReply(fresh * input + cached * cachedInput + written * cacheWrite, outputTokens);
    },
    // Cache hits and cache writes are not known before the call.
    mostOf({ inputTokens, maxOutputTokens }: CallTokens): number | null {
      return withReply(inputTokens * Math.max(input, cachedInput, cacheWrite), maxOutputTokens);
    },
  };
}

/** The price of work on this machine: 0. */
export function freePricing(model: string): Pricing {
  return flatPricing(model, "runs on this machine", { input: 0, cachedInput: 0, cacheWrite: 0, output: 0 });
}

/** A model without a known price. */
export function unknownPricing(model: string): Pricing {
  return { model, source: null, prices: null, cost: () => null, mostOf: () => null };
}
