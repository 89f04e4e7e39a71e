import type { BatchDemand } from "./retry-model.ts";
import type { StageMeasurement } from "./estimate.ts";
import { countBatches, plannedBatches } from "./planned-batches.ts";
import { isFull, meanOf } from "./sample-statistics.ts";
import { drawWidth, type Work } from "./work.ts";

/** What measured runs took, as far as it was to be expected of their calls. */
export interface MeasuredDemand {
  /** Of all calls together. */
  readonly demand: Pick<BatchDemand, "calls" | "inputTokens" | "room" | "larger" | "outputTokens">;
  /** Calls that the batches needed, and what was cut off of their replies. */
  readonly needed: number;
  /** Tokens of a reply a chunk, if none were cut off. */
  readonly outputTokens: number;
}

/** What is left of a reply that was cut off is asked for in two parts ... */
const PARTS = 2;
/** ... and the chunk at which it ended was answered by half. */
const HALF = 0.5;

export function measuredDemand(work: Work, measured: StageMeasurement): MeasuredDemand {
  const { samples, replies, calls, settled, batchSize, perMinute, peakInFlight } = measured;
  const mean = (of: (sample: (typeof samples)[number]) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const cutOff = replies * mean((sample) => (isFull(sample) ? 1 : 0));
  const width = drawWidth({ ...work, perMinute }, { logNormal: () => peakInFlight });
  const planned = plannedBatches({ chunks: settled, batchSize, plannedCalls: Math.ceil(settled / batchSize) }, width);
  return {
    demand: {
      calls,
      inputTokens: calls * meanOf(samples, "expectedInputTokens"),
      room: calls * meanOf(samples, "maxOutputTokens"),
      larger:
        calls * mean(({ expectedInputTokens, maxOutputTokens }) => Math.max(expectedInputTokens, maxOutputTokens)),
      outputTokens: calls * meanOf(samples, "outputTokens"),
    },
    needed: countBatches(planned) + PARTS * cutOff,
    outputTokens: (replies * meanOf(samples, "outputTokens")) / (settled + HALF * cutOff),
  };
}
