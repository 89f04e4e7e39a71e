import type { Assumption, Charge, Knowledge } from "./assumption.ts";
import type { Chance } from "./chance.ts";
import { extraOf } from "./extra.ts";
import { CALL_DEVIATION, INPUT_DEVIATION, MODEL_ERROR, OUTPUT_DEVIATION, USUAL, usualRoom } from "./usual.ts";
import { drawWidth, type Work } from "./work.ts";

/** Of a hundred providers so many charge the larger of prompt and room; as many of the others each of the two other ways. */
const CHARGES: readonly (readonly [Charge, number])[] = [
  ["larger", 0.7],
  ["sum", 0.85],
  ["input", 1],
];

/** What is known of calls of which none was measured: what is usual. */
export function usualKnowledge(work: Work, chance: Chance): Knowledge {
  // Who reasons first is given several times the room, and may fill it.
  const reasoning = Math.max(1, work.usualCost.maxOutputTokens / usualRoom(work.passagesACall));
  const hasReplies = work.usualCost.maxOutputTokens > 0;
  // What is the same of each call is what a cache may hold.
  const sameShare = work.shape.inputTokens(0) / Math.max(1, work.usualCost.inputTokens);
  const calls = extraOf(USUAL.extraCalls, chance, undefined, work.chunks / work.passagesACall);
  const attempts = extraOf(USUAL.extraAttempts, chance);
  const draw = (): Assumption => ({
    outputTokens: hasReplies ? reasoning * chance.logNormal(USUAL.outputTokens) : 0,
    inputFactor: chance.logNormal(USUAL.inputFactor) * (1 + INPUT_DEVIATION.between * chance.normal()),
    callsFactor: calls(),
    attemptsPerCall: attempts(),
    cachedShare: !hasReplies || chance.uniform() < USUAL.withoutCache ? 0 : sameShare * chance.uniform(),
    outputFactor: 1 + MODEL_ERROR * chance.normal(),
    width: drawWidth(work, chance),
    charge: drawCharge(chance.uniform()),
    chargeFactor: { tokens: 1, inputTokens: 1, outputTokens: 1 },
    msPerToken: chance.logNormal(USUAL.msPerToken),
    firstTokenMs: USUAL.firstTokenMs,
    callDeviation: CALL_DEVIATION,
    machineMsPerPassage: chance.logNormal(USUAL.machineMsPerPassage),
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
