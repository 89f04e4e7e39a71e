import type { CallTokens, ModelStage, PendingTranscript, Pricing, SettledChunk } from "../ports/index.ts";
import { basisOf } from "./basis.ts";
import { callShape } from "./call-shape.ts";
import { createRandom } from "./random.ts";
import { demandAtLevels, demandTable } from "./demand-table.ts";
import type { StageEstimate, StageMeasurement, Range } from "./estimate.ts";
import { isUsable, measuredKnowledge } from "./measured-knowledge.ts";
import { type StageOutcome, stageOutcome, rememberedSizes } from "./stage-outcome.ts";
import { countBatches } from "./planned-batches.ts";
import { countRangeOf, NOTHING, rangeOf } from "./range.ts";
import { secondsOf } from "./seconds.ts";
import { usualKnowledge } from "./usual-knowledge.ts";
import type { PerMinute, Work } from "./work.ts";

/** The planned work of one stage, and what is known about its model. */
export interface StageToEstimate {
  readonly stage: ModelStage;
  readonly profile: string;
  /** `provider:model`. */
  readonly model: string;
  /** Chunks with different content keys. */
  readonly chunks: number;
  /** Calls if all batches are as large as the first ones. */
  readonly plannedCalls: number;
  /** Expected tokens of one of these calls. */
  readonly usualTokens: CallTokens;
  /** Tokens of a prompt without its chunks, and the mean tokens that a chunk adds. */
  readonly frameTokens: number;
  readonly chunkTokens: number;
  /** The most chunks of a call. */
  readonly batchSize: number;
  readonly pricing: Pricing;
  /** Earlier runs of the stage. Ignored unless stage and profile are the same. */
  readonly measurement: StageMeasurement | null;
  /** Limits that are known or configured. If a limit was also measured, the lower value is used. */
  readonly perMinute: PerMinute;
  /** The most calls in flight; null: as many as the limits admit. */
  readonly maxConcurrent: number | null;
  /** All pending transcripts in ledger order. If `chunks` is fewer than their chunks, it is spread evenly over them. */
  readonly pending: readonly PendingTranscript[];
  /** Chunks that replies of the profile settled; empty for embeddings. */
  readonly settled: readonly SettledChunk[];
}

/** Number of samples. A twentieth of them lies beyond each end of a range. */
const DRAWS = 1_000;
const SEED = 8_834;

const NOTHING_TO_DO = {
  calls: NOTHING,
  inputTokens: NOTHING,
  outputTokens: NOTHING,
  costUsd: NOTHING,
  seconds: NOTHING,
} as const;

/** Estimates a stage. A range holds the outcome in nine cases of ten. Makes no call; the same input has the same estimate. */
export function estimateStage(planned: StageToEstimate): StageEstimate {
  const { stage, profile, model, chunks, pricing } = planned;
  const measured = measurementFor(planned);
  const work = workOf(planned, measured);
  const named = { stage, profile, model, chunks };
  const source = { prices: pricing.prices, priceSource: pricing.source };
  const basis = { measuredOn: measured?.runId ?? null, basis: basisOf(work, measured) };
  if (chunks === 0) return { ...named, ...NOTHING_TO_DO, ...source, ...basis };
  const drawn = drawOutcomes(work, measured);
  const outcomes = drawn.map(({ outcome }) => outcome);
  return {
    ...named,
    calls: countRangeOf(outcomes.map(({ calls }) => calls)),
    inputTokens: countRangeOf(outcomes.map(({ inputTokens }) => inputTokens)),
    outputTokens: countRangeOf(outcomes.map(({ outputTokens }) => outputTokens)),
    costUsd: costOf(outcomes, pricing),
    ...source,
    seconds: isTimed(work, measured) ? rangeOf(drawn.map(({ seconds }) => seconds)) : null,
    ...basis,
  };
}

/** Whether the time can be estimated: a limit is known, or a measured run had no limit and the concurrency is set. */
function isTimed({ perMinute, maxConcurrent }: Work, measured: StageMeasurement | null): boolean {
  return Object.keys(perMinute).length > 0 || (measured !== null && maxConcurrent !== null);
}

function measurementFor({ measurement, profile, stage }: StageToEstimate): StageMeasurement | null {
  if (measurement === null || measurement.profile !== profile || measurement.stage !== stage) return null;
  return isUsable(measurement) ? measurement : null;
}

function workOf(planned: StageToEstimate, measured: StageMeasurement | null): Work {
  const { chunks, plannedCalls, batchSize, usualTokens, frameTokens, chunkTokens } = planned;
  const chunksPerCall = Math.max(1, Math.min(batchSize, chunks / Math.max(1, plannedCalls)));
  const shape = callShape(
    { frameTokens, chunkTokens, chunks: chunksPerCall, room: usualTokens.maxOutputTokens },
    measured?.samples ?? [],
  );
  return { ...planned, chunksPerCall, shape, perMinute: lowerOf(planned.perMinute, measured?.perMinute ?? {}) };
}

function lowerOf(one: PerMinute, other: PerMinute): PerMinute {
  const lower: Record<string, number> = { ...one };
  for (const [resource, limit] of Object.entries(other)) lower[resource] = Math.min(limit, lower[resource] ?? limit);
  return lower;
}

function drawOutcomes(work: Work, measured: StageMeasurement | null) {
  const random = createRandom(SEED);
  const knowledge = measured === null ? usualKnowledge(work, random) : measuredKnowledge(work, measured, random);
  const { levels, lastLevel } = knowledge;
  const assumptions = Array.from({ length: DRAWS }, () => knowledge.draw());
  const lengths = assumptions.map(({ outputTokens }) => outputTokens);
  const factors = [...levels, lastLevel];
  const span = {
    least: Math.min(...lengths) * Math.min(...factors),
    most: Math.max(...lengths) * Math.max(...factors),
  };
  const sizesOf = rememberedSizes(work);
  const largest = Math.max(...assumptions.flatMap(({ width }) => [...sizesOf(width).keys()]));
  const demandOf = demandTable(work.shape, largest, knowledge, span);
  const allOf = demandAtLevels(demandOf, levels);
  return assumptions.map((assumed) => {
    const { outputTokens, width } = assumed;
    const sizes = sizesOf(width);
    const outcome = stageOutcome(assumed, allOf(outputTokens), sizes, random.normal());
    const batches = {
      count: countBatches(sizes),
      first: levels.map((level) => demandOf(outputTokens * level)(Math.max(...sizes.keys()))),
      last: demandOf(outputTokens * lastLevel)(Math.min(...sizes.keys())),
    };
    return { outcome, seconds: secondsOf(work, outcome, batches, assumed, random) };
  });
}

/** Prices the mean call, because some prices depend on the size of a call. */
function costOf(outcomes: readonly StageOutcome[], pricing: Pricing): Range | null {
  const costs: number[] = [];
  for (const { calls, inputTokens, cachedInputTokens, outputTokens } of outcomes) {
    const mean = (count: number): number => count / calls;
    const usage = { inputTokens: mean(inputTokens), cachedInputTokens: mean(cachedInputTokens) };
    const cost = pricing.cost({ ...usage, outputTokens: mean(outputTokens), reasoningTokens: 0 });
    if (cost === null) return null;
    costs.push(cost * calls);
  }
  return rangeOf(costs);
}
