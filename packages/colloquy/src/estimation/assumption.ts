import type { LimitedResource } from "../ports/index.ts";

/** What a provider charges for a call: the larger of prompt and reply limit, their sum, or the prompt alone. */
export type Charge = "larger" | "sum" | "input";

/** One sample of all unknown values of an estimate. */
export interface Assumption {
  /** Reply tokens per chunk, if no reply is cut off. */
  readonly outputTokens: number;
  /** Prompt tokens that the provider counts, per expected token. */
  readonly inputFactor: number;
  /** Calls made per call that the batches and cut-off replies need. */
  readonly callsFactor: number;
  readonly attemptsPerCall: number;
  /** Share of the input tokens that come from the provider's cache. */
  readonly cachedShare: number;
  /** Actual output tokens per calculated output token: the error of the model. */
  readonly outputFactor: number;
  /** Calls that the limits keep in flight when the last batches are cut. */
  readonly width: number;
  readonly charge: Charge;
  /** Charged tokens per token that `charge` predicts. */
  readonly chargeFactor: Readonly<Record<Exclude<LimitedResource, "requests">, number>>;
  readonly msPerToken: number;
  readonly firstTokenMs: number;
  /** Variation of call times for the same tokens: standard deviation of the logarithm. */
  readonly callDeviation: number;
  /** Processing time on this machine per chunk. */
  readonly machineMsPerChunk: number;
}

/** What is known about the calls of an estimate. `draw` returns one sample after another. */
export interface Knowledge {
  draw(): Assumption;
  /** Standard deviations of the reply tokens per chunk, as shares of the mean. */
  readonly withinBatch: number;
  readonly betweenBatches: number;
  /** Reply lengths of batches, as shares of the mean; all equally frequent. */
  readonly levels: readonly number[];
  /** Reply length of the last batches, as a share of the mean. */
  readonly lastLevel: number;
}
