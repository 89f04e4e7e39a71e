import type { Assumption, Knowledge } from "./assumption.ts";
import { batchLevels } from "./batch-levels.ts";
import type { CallShape } from "./call-shape.ts";
import { callTimes } from "./call-times.ts";
import { chargeFactors } from "./charge-factors.ts";
import type { Random } from "./random.ts";
import type { StageMeasurement } from "./estimate.ts";
import { type CountedOverhead, overheadOf } from "./overhead.ts";
import { measuredDemand } from "./measured-demand.ts";
import { deviationWithin, ratioOf } from "./sample-statistics.ts";
import { transcriptRates } from "./transcript-rates.ts";
import {
  INPUT_DEVIATION,
  LENGTH_POWER,
  MODEL_ERROR,
  OUTPUT_DEVIATION,
  CHUNKS_PER_TRANSCRIPT,
  USUAL,
  USUAL_WEIGHT,
} from "./usual.ts";
import { drawWidth, type Work } from "./work.ts";

/** Whether an estimate can use the measurement. */
export function isUsable({ samples, settled, calls }: StageMeasurement): boolean {
  return samples.length > 0 && settled > 0 && calls > 0;
}

/** Knowledge from measured runs of the same stage and profile. */
export function measuredKnowledge(work: Work, measured: StageMeasurement, random: Random): Knowledge {
  const { samples } = measured;
  const { shape, chunks } = work;
  const { demand, needed, outputTokens } = measuredDemand(work, measured);
  const replies = replyKnowledge(work, measured);
  const input = ratioOf(samples, "inputTokens", "expectedInputTokens");
  const inputDeviation = inputDeviationOf(work, measured, replies.distance);
  const calls = overheadOf(USUAL.callOverhead, random, overheadIn(needed, measured.calls), chunks / work.chunksPerCall);
  const attempts = overheadOf(USUAL.attemptOverhead, random, overheadIn(measured.calls, measured.attempts));
  const fixed = { charge: "larger", chargeFactor: chargeFactors(measured, demand, input) } as const;
  const drawTimes = callTimes(samples, work.chunksPerCall, random);
  const draw = (): Assumption => ({
    ...fixed,
    ...drawTimes(),
    outputTokens:
      outputTokens *
      replies.mean *
      lengthFactor(shape, random) *
      Math.max(0.2, 1 + replies.deviation * random.student(replies.degrees)),
    inputFactor: input * Math.max(0.2, 1 + inputDeviation * random.student(USUAL_WEIGHT + samples.length - 1)),
    callsFactor: calls() * (1 + MODEL_ERROR * random.normal()),
    attemptsPerCall: attempts(),
    cachedShare: ratioOf(samples, "cachedInputTokens", "inputTokens"),
    outputFactor: 1 + MODEL_ERROR * random.normal(),
    width: drawWidth(work, random),
  });
  return { draw, ...replies };
}

/** Knowledge about the length of replies. */
interface ReplyKnowledge extends Omit<Knowledge, "draw"> {
  /** Mean of the pending chunks, as a share of the measured mean. */
  readonly mean: number;
  readonly deviation: number;
  readonly degrees: number;
  /** See `TranscriptRates`. */
  readonly distance: number;
}

/**
 * Correction of the deviation. The tokens of a reply are split among its chunks by their results, which hides a part of the
 * variation. The value comes from bench/estimates/kinds.ts: with it, nine of ten outcomes lie within their range.
 */
const UNEVEN = 1.25;

function replyKnowledge(work: Work, { samples, settled }: StageMeasurement): ReplyKnowledge {
  const { chunks, pending } = work;
  const rates = transcriptRates(pending, work.settled);
  if (rates === null) {
    const within = deviationWithin(samples, OUTPUT_DEVIATION.within);
    const distance = CHUNKS_PER_TRANSCRIPT / settled + CHUNKS_PER_TRANSCRIPT / chunks;
    return {
      mean: 1,
      deviation: Math.hypot(within / Math.sqrt(settled), within / Math.sqrt(chunks), MODEL_ERROR),
      degrees: USUAL_WEIGHT + samples.length - 1,
      withinBatch: within,
      betweenBatches: OUTPUT_DEVIATION.between,
      levels: [1],
      lastLevel: 1,
      distance: Math.min(2, distance),
    };
  }
  const { transcriptsABatch, ...batches } = batchLevels(pending, rates.levels, work);
  return {
    mean: rates.mean,
    deviation: Math.hypot(UNEVEN * rates.deviation, MODEL_ERROR),
    degrees: rates.degrees,
    withinBatch: rates.within,
    betweenBatches: Math.hypot(rates.between / Math.sqrt(transcriptsABatch), OUTPUT_DEVIATION.between),
    ...batches,
    distance: rates.distance,
  };
}

/** Standard deviation of the mean input factor: tokens that the provider counts per expected token. */
function inputDeviationOf({ chunks }: Work, { settled }: StageMeasurement, distance: number): number {
  const { within, between } = INPUT_DEVIATION;
  return Math.hypot(
    within / Math.sqrt(settled),
    within / Math.sqrt(chunks),
    between * Math.sqrt(distance),
    MODEL_ERROR,
  );
}

function overheadIn(needed: number, counted: number): CountedOverhead {
  return { needed, overhead: counted - needed };
}

/** Change of the reply length because pending chunks are longer or shorter than the measured ones. */
function lengthFactor({ lengthRatio }: CallShape, random: Random): number {
  const { least, most } = LENGTH_POWER;
  return lengthRatio ** (least + (most - least) * random.uniform());
}
