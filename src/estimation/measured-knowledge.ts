import type { Assumption, Knowledge } from "./assumption.ts";
import type { CallShape } from "./call-shape.ts";
import { chargeFactors } from "./charge-factors.ts";
import type { Chance } from "./chance.ts";
import { addCourse, type Course, coursesUpTo, noCourse, type ReplyLengths } from "./course.ts";
import type { CallSample, LaneMeasurement } from "./estimate.ts";
import { plannedBatches } from "./planned-batches.ts";
import { type CountedExtra, extraOf } from "./extra.ts";
import { deviationWithin, meanOf, ratioOf } from "./sample-statistics.ts";
import {
  INPUT_DEVIATION,
  LENGTH_POWER,
  MODEL_ERROR,
  OUTPUT_DEVIATION,
  PASSAGES_A_TRANSCRIPT,
  USUAL,
  USUAL_WEIGHT,
} from "./usual.ts";
import { drawWidth, type Work } from "./work.ts";

/** Whether anything can be learnt from it. */
export function isTelling({ samples, settled, calls }: LaneMeasurement): boolean {
  return samples.length > 0 && settled > 0 && calls > 0;
}

/** What a measured run tells of calls of the same kind. */
export function measuredKnowledge(work: Work, measured: LaneMeasurement, chance: Chance): Knowledge {
  const { samples, settled } = measured;
  const { shape, chunks } = work;
  const withinBatch = deviationWithin(samples, OUTPUT_DEVIATION.within);
  const lengths = { withinBatch, betweenBatches: OUTPUT_DEVIATION.between };
  const measuredMean = solveOutput(shape, measured, lengths);
  const run = reckonedRun(work, measured, { ...lengths, mean: measuredMean });
  const input = ratioOf(samples, "inputTokens", "expectedInputTokens");
  const calls = extraOf(USUAL.extraCalls, chance, extraIn(run.calls, measured.calls));
  const attempts = extraOf(USUAL.extraAttempts, chance, extraIn(measured.calls, measured.attempts));
  const degrees = USUAL_WEIGHT + samples.length - 1;
  const of = (deviation: Deviation): number =>
    Math.hypot(deviationOf(deviation, settled), deviationOf(deviation, chunks), MODEL_ERROR);
  const outputDeviation = of({ within: withinBatch, between: OUTPUT_DEVIATION.between });
  const inputDeviation = of(INPUT_DEVIATION);
  const latency = latencyOf(samples);
  const fixed = { charge: "larger", chargeFactor: chargeFactors(measured, run, input), ...latency } as const;
  const cached = ratioOf(samples, "cachedInputTokens", "inputTokens");
  const draw = (): Assumption => ({
    ...fixed,
    outputTokens:
      measuredMean * lengthFactor(shape, chance) * Math.max(0.2, 1 + outputDeviation * chance.student(degrees)),
    inputFactor: input * Math.max(0.2, 1 + inputDeviation * chance.student(degrees)),
    callsFactor: calls() * (1 + MODEL_ERROR * chance.normal()),
    attemptsPerCall: attempts(),
    cachedShare: cached * (1 + 0.1 * chance.normal()),
    outputFactor: 1 + MODEL_ERROR * chance.normal(),
    width: drawWidth(work, chance),
  });
  return { draw, ...lengths };
}

interface Deviation {
  readonly within: number;
  readonly between: number;
}

/** Of the mean of so many passages: they come from transcripts that are each alike in themselves. */
function deviationOf({ within, between }: Deviation, passages: number): number {
  const transcripts = Math.max(1, passages / PASSAGES_A_TRANSCRIPT);
  return Math.hypot(within / Math.sqrt(Math.max(1, passages)), between / Math.sqrt(transcripts));
}

/** Tokens a passage, so that a run like the measured one is answered with as many as it was. */
function solveOutput(shape: CallShape, measured: LaneMeasurement, lengths: Omit<ReplyLengths, "mean">): number {
  const { samples, replies, settled, batchSize } = measured;
  const told = (meanOf(samples, "outputTokens") * replies) / settled;
  if (told === 0) return 0;
  let mean = told;
  // What is cut off is asked for again: so what is answered is less than all that was written.
  for (let round = 0; round < 4; round += 1) {
    const course = coursesUpTo(batchSize, shape, { ...lengths, mean })[batchSize];
    if (course === undefined || course.outputTokens === 0) return told;
    mean *= (told * batchSize) / course.outputTokens;
  }
  return mean;
}

/** What the measured run would have taken if it were as it is reckoned. */
function reckonedRun(work: Work, measured: LaneMeasurement, lengths: ReplyLengths): Course {
  const { settled: chunks, batchSize, perMinute, peakInFlight } = measured;
  const courses = coursesUpTo(batchSize, work.shape, lengths);
  const sum = noCourse();
  const plan = { chunks, batchSize, plannedCalls: Math.ceil(chunks / batchSize) };
  const inFlight = {
    uniform: () => 0.5,
    normal: () => 0,
    student: () => 0,
    gamma: (mean: number) => mean,
    logNormal: () => peakInFlight,
  };
  for (const [size, count] of plannedBatches(plan, drawWidth({ ...work, perMinute }, inFlight)))
    addCourse(sum, courses[size] ?? noCourse(), count);
  return sum;
}

function extraIn(needed: number, counted: number): CountedExtra {
  return { needed, extra: counted - needed };
}

/** What passages are answered with, of those that were measured, because they are longer or shorter. */
function lengthFactor({ lengthRatio }: CallShape, chance: Chance): number {
  const { least, most } = LENGTH_POWER;
  return lengthRatio ** (least + (most - least) * chance.uniform());
}

/** Until the first token it is the same of all; what more a call took grew with its reply. */
function latencyOf(samples: readonly CallSample[]): Pick<Assumption, "msPerToken" | "firstTokenMs"> {
  const tokens = meanOf(samples, "outputTokens");
  const ms = meanOf(samples, "ms");
  if (tokens === 0) return { msPerToken: 0, firstTokenMs: ms };
  const firstTokenMs = Math.min(1_000, ms / 4);
  return { firstTokenMs, msPerToken: Math.max(0, ms - firstTokenMs) / tokens };
}
