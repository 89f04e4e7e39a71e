import type { WrittenPrices } from "../config/index.ts";
import type { CallCost, Pricing, Usage } from "../ports/index.ts";

const TOKENS_PER_PRICE = 1_000_000;

/** Prices that are the same for every call, of whatever length. */
export function flatPricing(model: string, source: string, written: WrittenPrices): Pricing {
  const { input, cachedInput, output } = written;
  const sum = (fresh: number, cached: number, replied: number): number | null => {
    if (output === null && replied > 0) return null;
    return (fresh * input + cached * cachedInput + replied * (output ?? 0)) / TOKENS_PER_PRICE;
  };
  return {
    model,
    source,
    prices: written,
    cost({ inputTokens, cachedInputTokens, outputTokens }: Usage): number | null {
      const cached = Math.min(cachedInputTokens, inputTokens);
      return sum(inputTokens - cached, cached, outputTokens);
    },
    // A cache may ask more than the input costs; where it will hit nobody knows.
    mostOf({ inputTokens, maxOutputTokens }: CallCost): number | null {
      return cachedInput > input ? sum(0, inputTokens, maxOutputTokens) : sum(inputTokens, 0, maxOutputTokens);
    },
  };
}

/** What runs on this machine. */
export function freePricing(model: string): Pricing {
  return flatPricing(model, "runs on this machine", { input: 0, cachedInput: 0, output: 0 });
}

/** A model of which no price is known. */
export function unknownPricing(model: string): Pricing {
  return { model, source: null, prices: null, cost: () => null, mostOf: () => null };
}
