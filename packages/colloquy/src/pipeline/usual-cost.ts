import type { CallCost, PendingChunk } from "../ports/index.ts";
import type { PlannedStage } from "./batches.ts";

/** The mean cost of batches with as many chunks as those of the sample, for another mean chunk size. */
export function usualOf(
  sample: readonly (readonly PendingChunk[])[],
  costOf: (batch: readonly PendingChunk[]) => CallCost,
  tokensPerChunk: number,
): Pick<PlannedStage, "usualCost" | "frameTokens" | "chunkTokens"> {
  const chunks = sample.flat();
  const cost = meanCost(sample.map(costOf));
  const frameTokens = Math.min(cost.inputTokens, frameOf(sample, costOf));
  const perBatch = chunks.length / Math.max(1, sample.length);
  const sampledTokens = (cost.inputTokens - frameTokens) / Math.max(1, perBatch);
  // Without `cost`, an extractor has no expected tokens.
  const chunkTokens = cost.inputTokens === 0 ? 0 : sampledTokens + tokensPerChunk - meanTokens(chunks);
  const inputTokens = frameTokens + perBatch * chunkTokens;
  return { usualCost: { ...cost, inputTokens }, frameTokens, chunkTokens };
}

function meanTokens(chunks: readonly PendingChunk[]): number {
  return chunks.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, chunks.length);
}

function meanCost(costs: readonly CallCost[]): CallCost {
  const mean = (count: "inputTokens" | "maxOutputTokens"): number =>
    costs.reduce((sum, cost) => sum + cost[count], 0) / Math.max(1, costs.length);
  return { inputTokens: mean("inputTokens"), maxOutputTokens: mean("maxOutputTokens") };
}

/** Fixed tokens of every prompt: the additional cost of sending a chunk alone instead of in a batch. */
function frameOf(
  sample: readonly (readonly PendingChunk[])[],
  costOf: (batch: readonly PendingChunk[]) => CallCost,
): number {
  const batch = sample.find(({ length }) => length > 1) ?? [];
  if (batch.length === 0) return 0;
  const alone = batch.reduce((sum, chunk) => sum + costOf([chunk]).inputTokens, 0);
  return Math.max(0, (alone - costOf(batch).inputTokens) / (batch.length - 1));
}
