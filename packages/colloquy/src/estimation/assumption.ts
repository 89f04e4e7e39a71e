import type { LimitedResource } from "../ports/index.ts";

/** What may be charged of one call, of its prompt and of the room for its reply. */
export type Charge = "larger" | "sum" | "input";

/** One way in which things may be: what an estimate does not know, taken as if it were known. */
export interface Assumption {
  /** Tokens of a reply a chunk, if no reply were cut off. */
  readonly outputTokens: number;
  /** What the provider counts of a token of a prompt as we expect it. */
  readonly inputFactor: number;
  /** Calls made of each that the batches and their replies need. */
  readonly callsFactor: number;
  readonly attemptsPerCall: number;
  /** Part of the tokens in that came from the provider's cache. */
  readonly cachedShare: number;
  /** What the calls that there will be differ in from what they are reckoned to be. */
  readonly outputFactor: number;
  /** How many calls the limits keep in flight when the last batches are cut. */
  readonly width: number;
  readonly charge: Charge;
  /** What is charged of what that would be. */
  readonly chargeFactor: Readonly<Record<Exclude<LimitedResource, "requests">, number>>;
  readonly msPerToken: number;
  readonly firstTokenMs: number;
  /** How calls differ in how long they take for their tokens, as deviation of the logarithm. */
  readonly callDeviation: number;
  /** Time of this machine for each chunk. */
  readonly machineMsPerChunk: number;
}

/** What an estimate is made from beside what is planned: draws one way after another in which things may be. */
export interface Knowledge {
  draw(): Assumption;
  /** Chunks differ by that much in what they are answered, as deviations. */
  readonly withinBatch: number;
  readonly betweenBatches: number;
  /** What batches are answered with, as shares of the mean; one is as frequent as the other. */
  readonly levels: readonly number[];
  /** The same of the last ones. */
  readonly lastLevel: number;
}
