import type { CallCost, Usage } from "@colloquy/rate-limit";

/** US dollars a million tokens; null where a price is not known. */
export interface TokenPrices {
  readonly input: number | null;
  readonly cachedInput: number | null;
  /** Input that is put into the provider's cache; absent: it costs what other input does. */
  readonly cacheWrite?: number;
  /** Hidden reasoning is billed as output. */
  readonly output: number | null;
}

/** What the calls of one model cost. */
export interface Pricing {
  /** `provider:model`, as reports name it. */
  readonly model: string;
  /** Where the prices come from, as a report says it; null where none are known. */
  readonly source: string | null;
  /** For a small call, to be shown; null where none are known. */
  readonly prices: TokenPrices | null;
  /** Why these prices may be wrong, in a sentence; absent: nothing is known against them. */
  readonly caveat?: string;
  /** US dollars of a reply; null where the price is not known, never 0 for that. */
  cost(usage: Usage): number | null;
  /** US dollars that a call may cost at most, if its reply is as long as it may be. */
  mostOf(cost: CallCost): number | null;
}
