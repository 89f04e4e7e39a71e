import type { BatchDemand } from "./batch-demand.ts";
import type { StageMeasurement } from "./estimate.ts";
import { countBatches, plannedBatches } from "./planned-batches.ts";
import { isFull, meanOf } from "./sample-statistics.ts";
import { drawWidth, type Work } from "./work.ts";

/** The demand of measured runs, as expected before their calls were sent. */
export interface MeasuredDemand {
  /** The demand of all calls together. */
  readonly demand: Pick<BatchDemand, "calls" | "inputTokens" | "room" | "larger" | "outputTokens">;
  /** Calls that the batches and their cut-off replies needed. */
  readonly needed: number;
  /** Reply tokens per chunk, if no reply is cut off. */
  readonly outputTokens: number;
}

/** The chunks that a cut-off reply left out are requested in two calls. */
const PARTS = 2;
/** On average, a cut-off reply holds half of the result for the chunk at which it ends. */
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
