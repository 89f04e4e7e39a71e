import type { CallTokens, Usage } from "@colloquy/rate-limit";

/** US dollars per million tokens; null if a price is not known. */
export interface TokenPrices {
  readonly input: number | null;
  readonly cachedInput: number | null;
  /** Input that is written to the provider's cache; absent: the price of other input. */
  readonly cacheWrite?: number;
  /** Hidden reasoning is billed as output. */
  readonly output: number | null;
}

/** The costs of one model's calls. */
export interface Pricing {
  /** `provider:model`, as reports name it. */
  readonly model: string;
  /** Source of the prices, as reports show it; null if none are known. */
  readonly source: string | null;
  /** Prices of a small call, for display; null if none are known. */
  readonly prices: TokenPrices | null;
  /** Why these prices may be wrong, in a sentence; absent: no known reason. */
  readonly caveat?: string;
  /** US dollars of a reply; null (not 0) if the price is not known. */
  cost(usage: Usage): number | null;
  /** The most US dollars that a call may cost, with the longest allowed reply. */
  mostOf(tokens: CallTokens): number | null;
}
