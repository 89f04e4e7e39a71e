import { estimateStage, type StageMeasurement } from "../estimation/index.ts";
import type {
  CallTokens,
  ChunkStage,
  EmbeddingModel,
  Extractor,
  Ledger,
  PendingChunk,
  Pricing,
} from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { embeddingTokens } from "./embed.ts";
import { extractionTokens } from "./extract.ts";
import { type StagePlan, type PlannedStage, sampleBatches, withBatchTokens } from "./batches.ts";
import { usualOf } from "./usual-tokens.ts";

export interface StageChoice {
  readonly batchSize: number;
  /** The most chunks in this run. */
  readonly limit: number;
  readonly force: boolean;
  readonly deadLettersOnly: boolean;
}

export function planExtraction(
  ledger: Ledger,
  extractor: Extractor,
  choice: StageChoice,
): Promise<PlannedStage<ChunkStage>> {
  const { profile, paid } = extractor;
  const stage = { stage: "extract", profile, paid, batchSize: choice.batchSize } as const;
  return planStage(ledger, extractor, stage, choice, (batch) => extractionTokens(extractor, batch));
}

/** The properties of an embedding model that a plan uses. */
export type EmbeddingPlan = Pick<EmbeddingModel, "profile" | "paid" | "batchSize" | "batchTokens">;

export function planEmbedding(
  ledger: Ledger,
  model: EmbeddingPlan,
  choice: StageChoice,
): Promise<PlannedStage<ChunkStage>> {
  const { profile, paid, batchSize } = model;
  const stage = { stage: "embed", profile, paid, batchSize } as const;
  return planStage(ledger, model, stage, choice, (batch) => embeddingTokens(model, batch));
}

/** An estimate uses the settled chunks of at most this many replies. */
const MOST_REPLIES = 500;

async function planStage(
  ledger: Ledger,
  port: { readonly batchTokens?: number },
  stage: Pick<StagePlan<ChunkStage>, "stage" | "profile" | "paid" | "batchSize">,
  { limit, force, deadLettersOnly }: StageChoice,
  tokensOf: (batch: readonly PendingChunk[]) => CallTokens,
): Promise<PlannedStage<ChunkStage>> {
  const selection = { ...stage, force, deadLetters: deadLettersOnly };
  const pending = await ledger.pendingCount(stage.stage, selection);
  const total = Math.min(limit, pending);
  const plan = withBatchTokens({ ...selection, batchTokens: Number.POSITIVE_INFINITY, total, pending }, port);
  const free = { usualTokens: null, frameTokens: 0, chunkTokens: 0, transcripts: [], settled: [] };
  if (total === 0 || !plan.paid) return { plan, calls: Math.ceil(total / plan.batchSize), ...free };
  const sample = await sampleBatches(ledger, plan);
  const sampled = sample.flat();
  const calls = Math.ceil((total * sample.length) / Math.max(1, sampled.length));
  const transcripts = await ledger.pendingTranscripts(stage.stage, selection);
  const tokens = transcripts.reduce((sum, each) => sum + each.tokens, 0);
  const settled = stage.stage === "extract" ? await ledger.settledChunks(stage.profile, MOST_REPLIES) : [];
  return { plan, calls, ...usualOf(sample, tokensOf, tokens / pending), transcripts, settled };
}

/** The estimate of a stage, before its first paid call; null if its calls are free. */
export function estimateOf(
  { plan, calls, usualTokens, frameTokens, chunkTokens, transcripts, settled }: PlannedStage,
  { pricing, measurement, perMinute, maxConcurrent }: EstimateParts,
) {
  if (usualTokens === null) return null;
  const { stage, profile, total: chunks, batchSize } = plan;
  const planned = {
    stage,
    profile,
    chunks,
    plannedCalls: calls,
    usualTokens,
    frameTokens,
    chunkTokens,
    batchSize,
    pending: transcripts,
    settled,
  };
  const known = { model: pricing.model, pricing, measurement, perMinute };
  return estimateStage({ ...planned, ...known, maxConcurrent: maxConcurrent === "auto" ? null : maxConcurrent });
}

/** The values that an estimate needs in addition to the plan. */
export interface EstimateParts {
  readonly pricing: Pricing;
  /** Measurement of earlier runs; null if there is none. */
  readonly measurement: StageMeasurement | null;
  /** The known limits before the first call. */
  readonly perMinute: LimiterSnapshot["perMinute"];
  /** The most calls in flight; `auto`: as many as the limits allow. */
  readonly maxConcurrent: number | "auto";
}
