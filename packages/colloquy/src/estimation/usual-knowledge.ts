import type { Assumption, Charge, Knowledge } from "./assumption.ts";
import type { Random } from "./random.ts";
import { overheadOf } from "./overhead.ts";
import { CALL_DEVIATION, INPUT_DEVIATION, MODEL_ERROR, OUTPUT_DEVIATION, USUAL, usualRoom } from "./usual.ts";
import { drawWidth, type Work } from "./work.ts";

/** Cumulated probabilities of the ways in which providers charge. */
const CHARGES: readonly (readonly [Charge, number])[] = [
  ["larger", 0.7],
  ["sum", 0.85],
  ["input", 1],
];

/** Knowledge about calls that were never measured: the usual values. */
export function usualKnowledge(work: Work, random: Random): Knowledge {
  // A model that reasons first is given several times the usual room, and may fill it.
  const reasoning = Math.max(1, work.usualTokens.maxOutputTokens / usualRoom(work.chunksPerCall));
  const hasReplies = work.usualTokens.maxOutputTokens > 0;
  // A cache may hold the part of the prompt that is the same in all calls.
  const cacheableShare = work.shape.inputTokens(0) / Math.max(1, work.usualTokens.inputTokens);
  const calls = overheadOf(USUAL.callOverhead, random, undefined, work.chunks / work.chunksPerCall);
  const attempts = overheadOf(USUAL.attemptOverhead, random);
  const draw = (): Assumption => ({
    outputTokens: hasReplies ? reasoning * random.logNormal(USUAL.outputTokens) : 0,
    inputFactor: random.logNormal(USUAL.inputFactor) * (1 + INPUT_DEVIATION.between * random.normal()),
    callsFactor: calls(),
    attemptsPerCall: attempts(),
    cachedShare: !hasReplies || random.uniform() < USUAL.withoutCache ? 0 : cacheableShare * random.uniform(),
    outputFactor: 1 + MODEL_ERROR * random.normal(),
    width: drawWidth(work, random),
    charge: drawCharge(random.uniform()),
    chargeFactor: { tokens: 1, inputTokens: 1, outputTokens: 1 },
    msPerToken: random.logNormal(USUAL.msPerToken),
    firstTokenMs: USUAL.firstTokenMs,
    callDeviation: CALL_DEVIATION,
    machineMsPerChunk: random.logNormal(USUAL.machineMsPerChunk),
  });
  return {
    draw,
    withinBatch: OUTPUT_DEVIATION.within,
    betweenBatches: OUTPUT_DEVIATION.between,
    levels: [1],
    lastLevel: 1,
  };
}

function drawCharge(chosen: number): Charge {
  return CHARGES.find(([, until]) => chosen < until)?.[0] ?? "larger";
}
