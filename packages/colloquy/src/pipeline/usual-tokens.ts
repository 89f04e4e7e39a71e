import type { CallTokens, WorkItem } from "../ports/index.ts";
import type { PlannedStage } from "./batches.ts";

/** The mean tokens of batches with as many chunks as those of the sample, for another mean chunk size. */
export function usualOf<Item extends WorkItem>(
  sample: readonly (readonly Item[])[],
  tokensOf: (batch: readonly Item[]) => CallTokens,
  tokensPerChunk: number,
): Pick<PlannedStage, "usualTokens" | "frameTokens" | "chunkTokens"> {
  const chunks = sample.flat();
  const mean = meanCall(sample.map(tokensOf));
  const frameTokens = Math.min(mean.inputTokens, frameOf(sample, tokensOf));
  const perBatch = chunks.length / Math.max(1, sample.length);
  const sampledTokens = (mean.inputTokens - frameTokens) / Math.max(1, perBatch);
  // Without `callTokens`, an extractor has no expected tokens.
  const chunkTokens = mean.inputTokens === 0 ? 0 : sampledTokens + tokensPerChunk - meanTokens(chunks);
  const inputTokens = frameTokens + perBatch * chunkTokens;
  return { usualTokens: { ...mean, inputTokens }, frameTokens, chunkTokens };
}

function meanTokens(chunks: readonly WorkItem[]): number {
  return chunks.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, chunks.length);
}

function meanCall(calls: readonly CallTokens[]): CallTokens {
  const mean = (count: "inputTokens" | "maxOutputTokens"): number =>
    calls.reduce((sum, tokens) => sum + tokens[count], 0) / Math.max(1, calls.length);
  return { inputTokens: mean("inputTokens"), maxOutputTokens: mean("maxOutputTokens") };
}

/** Fixed tokens of every prompt: the additional tokens of sending a chunk alone instead of in a batch. */
function frameOf<Item extends WorkItem>(
  sample: readonly (readonly Item[])[],
  tokensOf: (batch: readonly Item[]) => CallTokens,
): number {
  const batch = sample.find(({ length }) => length > 1) ?? [];
  if (batch.length === 0) return 0;
  const alone = batch.reduce((sum, chunk) => sum + tokensOf([chunk]).inputTokens, 0);
  return Math.max(0, (alone - tokensOf(batch).inputTokens) / (batch.length - 1));
}
