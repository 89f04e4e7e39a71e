import type { Lane, LimitedResource, TokenPrices } from "../ports/index.ts";

/** Where a number will lie: in 9 of 10 cases between `least` and `most`. */
export interface Range {
  readonly least: number;
  readonly likely: number;
  readonly most: number;
}

/** One call that was answered, as far as estimates of others learn from it. */
export interface CallSample {
  /** Passages that it was asked about. */
  readonly chunks: number;
  /** As it was estimated before it was sent. */
  readonly expectedInputTokens: number;
  readonly maxOutputTokens: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly ms: number;
}

/** What runs measured of a lane, kept for estimates. */
export interface LaneMeasurement {
  readonly lane: Lane;
  /** Whose calls they were, and of which prompt: other ones tell nothing. */
  readonly profile: string;
  readonly model: string;
  /** The last of them, and how many they are. */
  readonly run: string;
  readonly runs: number;
  readonly batchSize: number;
  /** Evenly spread over the runs, at most a few hundred. */
  readonly samples: readonly CallSample[];
  /** Passages of different content that they settled, and the calls, attempts and replies that it took. */
  readonly settled: number;
  readonly calls: number;
  readonly attempts: number;
  readonly replies: number;
  readonly seconds: number;
  /** What the provider granted a minute, and what the attempts took of it; absent: unknown. */
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  readonly admitted: Readonly<Partial<Record<LimitedResource, number>>>;
  /** The most calls that were in flight at once. */
  readonly peakInFlight: number;
}

/** What a lane will take. */
export interface LaneEstimate {
  readonly lane: Lane;
  readonly profile: string;
  /** `provider:model`. */
  readonly model: string;
  /** Passages of different content that are to be asked about. */
  readonly chunks: number;
  readonly calls: Range;
  readonly inputTokens: Range;
  readonly outputTokens: Range;
  /** US dollars; null where the price is not known. */
  readonly costUsd: Range | null;
  readonly prices: TokenPrices | null;
  readonly priceSource: string | null;
  /** As fast as the limits allow; null where no limit is known. */
  readonly seconds: Range | null;
  /** The run that it was measured on; null: judged by what is usual. */
  readonly measuredOn: string | null;
  /** Where numbers and range come from, in a sentence. */
  readonly basis: string;
}
