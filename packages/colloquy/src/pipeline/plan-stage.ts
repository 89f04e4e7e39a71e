import { estimateStage, type StageMeasurement } from "../estimation/index.ts";
import type {
  CallTokens,
  ChunkStage,
  EmbeddingModel,
  Extractor,
  Ledger,
  PendingChunk,
  Pricing,
  WorkItem,
} from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { embeddingTokens } from "./embed.ts";
import { cutOf, type EmbeddedChunk, embeddedChunks } from "./embedded-chunks.ts";
import { extractionTokens } from "./extract.ts";
import { type PendingSource, type StagePlan, type PlannedStage, sampleBatches, withBatchTokens } from "./batches.ts";
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
  const items: PlannedItems<PendingChunk> = {
    source: ledger,
    tokensOf: (batch) => extractionTokens(extractor, batch),
    listedTokensOf: ({ tokens }) => tokens,
  };
  return planStage(ledger, extractor, { stage, items }, choice);
}

/** The properties of an embedding model that a plan uses. */
export type EmbeddingPlan = Pick<EmbeddingModel, "profile" | "paid" | "matchesWords" | "batchSize" | "batchTokens">;

export function planEmbedding(
  ledger: Ledger,
  model: EmbeddingPlan,
  choice: StageChoice,
): Promise<PlannedStage<ChunkStage>> {
  const { profile, paid, batchSize } = model;
  const stage = { stage: "embed", profile, paid, batchSize, ...cutOf(model) } as const;
  const items: PlannedItems<EmbeddedChunk> = {
    source: embeddedChunks(ledger, model),
    tokensOf: (batch) => embeddingTokens(model, batch),
    listedTokensOf: ({ listedTokens }) => listedTokens,
  };
  return planStage(ledger, model, { stage, items }, choice);
}

/** An estimate uses the settled chunks of at most this many replies. */
const MOST_REPLIES = 500;

/** The items of a stage, as its calls have them. */
interface PlannedItems<Item extends WorkItem> {
  readonly source: PendingSource<Item>;
  tokensOf(batch: readonly Item[]): CallTokens;
  /** The tokens of an item in `pendingTranscripts`. */
  listedTokensOf(item: Item): number;
}

interface StageToPlan<Item extends WorkItem> {
  readonly stage: Pick<StagePlan<ChunkStage>, "stage" | "profile" | "paid" | "batchSize"> & { readonly cut?: number };
  readonly items: PlannedItems<Item>;
}

async function planStage<Item extends WorkItem>(
  ledger: Ledger,
  port: { readonly batchTokens?: number },
  { stage, items }: StageToPlan<Item>,
  { limit, force, deadLettersOnly }: StageChoice,
): Promise<PlannedStage<ChunkStage>> {
  const selection = { ...stage, force, deadLetters: deadLettersOnly };
  const pending = await ledger.pendingCount(stage.stage, selection);
  const total = Math.min(limit, pending);
  const plan = withBatchTokens({ ...selection, batchTokens: Number.POSITIVE_INFINITY, total, pending }, port);
  const free = { usualTokens: null, frameTokens: 0, chunkTokens: 0, transcripts: [], settled: [] };
  if (total === 0) return { plan, calls: 0, ...free };
  const sample = await sampleBatches(items.source, plan);
  const sampled = sample.flat();
  const calls = Math.ceil((total * sample.length) / Math.max(1, sampled.length));
  if (!plan.paid) return { plan, calls, ...free };
  const transcripts = await ledger.pendingTranscripts(stage.stage, selection);
  const tokens = transcripts.reduce((sum, each) => sum + each.tokens, 0);
  const settled = stage.stage === "extract" ? await ledger.settledChunks(stage.profile, MOST_REPLIES) : [];
  const tokensPerChunk = (tokens / pending) * ratioToListed(sampled, items);
  return { plan, calls, ...usualOf(sample, items.tokensOf, tokensPerChunk), transcripts, settled };
}

/** The tokens of items in calls, divided by their tokens in lists of pending work. */
function ratioToListed<Item extends WorkItem>(items: readonly Item[], { listedTokensOf }: PlannedItems<Item>): number {
  const sum = (tokensOf: (item: Item) => number): number => items.reduce((all, item) => all + tokensOf(item), 0);
  return sum(({ tokens }) => tokens) / Math.max(1, sum(listedTokensOf));
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
