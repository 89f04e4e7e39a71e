import { estimateLane, type LaneMeasurement } from "../estimation/index.ts";
import type { CallCost, EmbeddingModel, Extractor, Ledger, PendingContent, Pricing } from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { embeddingCost } from "./embed.ts";
import { extractionCost } from "./extract.ts";
import { type StagePlan, type PlannedStage, sampleBatches, withBatchTokens } from "./batches.ts";
import { usualOf } from "./usual-cost.ts";

export interface StageChoice {
  readonly batchSize: number;
  /** At most this many contents in this run. */
  readonly limit: number;
  readonly force: boolean;
  readonly deadLettersOnly: boolean;
}

export function planExtraction(ledger: Ledger, extractor: Extractor, choice: StageChoice): Promise<PlannedStage> {
  const { profile, paid } = extractor;
  const lane = { lane: "extraction", profile, paid, batchSize: choice.batchSize } as const;
  return planLane(ledger, extractor, lane, choice, (batch) => extractionCost(extractor, batch));
}

export function planEmbedding(ledger: Ledger, model: EmbeddingModel, choice: StageChoice): Promise<PlannedStage> {
  const { profile, paid, batchSize } = model;
  const lane = { lane: "embedding", profile, paid, batchSize } as const;
  return planLane(ledger, model, lane, choice, (batch) => embeddingCost(model, batch));
}

/** An estimate looks at what so many replies settled. */
const MOST_REPLIES = 500;

async function planLane(
  ledger: Ledger,
  port: { readonly batchTokens?: number },
  lane: Pick<StagePlan, "lane" | "profile" | "paid" | "batchSize">,
  { limit, force, deadLettersOnly }: StageChoice,
  costOf: (batch: readonly PendingContent[]) => CallCost,
): Promise<PlannedStage> {
  const asked = { ...lane, force, deadLetters: deadLettersOnly };
  const pending = await ledger.pendingCount(lane.lane, asked);
  const total = Math.min(limit, pending);
  const plan = withBatchTokens({ ...asked, batchTokens: Number.POSITIVE_INFINITY, total, pending }, port);
  const free = { usualCost: null, frameTokens: 0, contentTokens: 0, transcripts: [], settled: [] };
  if (total === 0 || !plan.paid) return { plan, calls: Math.ceil(total / plan.batchSize), ...free };
  const sample = await sampleBatches(ledger, plan);
  const sampled = sample.flat();
  const calls = Math.ceil((total * sample.length) / Math.max(1, sampled.length));
  const transcripts = await ledger.pendingTranscripts(lane.lane, asked);
  const tokens = transcripts.reduce((sum, each) => sum + each.tokens, 0);
  const settled = lane.lane === "extraction" ? await ledger.settledContents(lane.profile, MOST_REPLIES) : [];
  return { plan, calls, ...usualOf(sample, costOf, tokens / pending), transcripts, settled };
}

/** The estimate of a lane, before its first paid call; null where its calls are free. */
export function estimateOf(
  { plan, calls, usualCost, frameTokens, contentTokens, transcripts, settled }: PlannedStage,
  { pricing, measurement, perMinute, maxConcurrent }: EstimateParts,
) {
  if (usualCost === null) return null;
  const { lane, profile, total: chunks, batchSize } = plan;
  const planned = {
    lane,
    profile,
    chunks,
    plannedCalls: calls,
    usualCost,
    frameTokens,
    passageTokens: contentTokens,
    batchSize,
    pending: transcripts,
    settled,
  };
  const atOnce = maxConcurrent === "auto" ? null : maxConcurrent;
  return estimateLane({ ...planned, model: pricing.model, pricing, measurement, perMinute, maxConcurrent: atOnce });
}

/** What an estimate needs beside the plan. */
export interface EstimateParts {
  readonly pricing: Pricing;
  /** Measurement of earlier runs; null where there is none. */
  readonly measurement: LaneMeasurement | null;
  /** Limits that are known before the first call. */
  readonly perMinute: LimiterSnapshot["perMinute"];
  /** The most calls in flight; `auto`: as many as the limits allow. */
  readonly maxConcurrent: number | "auto";
}
