import type { LimitedResource } from "../ports/index.ts";
import type { Assumption, Charge } from "./assumption.ts";
import { addDemand, type BatchDemand, noDemand } from "./retry-model.ts";
import { type BatchSizes, countBatches, plannedBatches } from "./planned-batches.ts";
import type { Work } from "./work.ts";

/** What a stage takes if things are as an assumption says. */
export interface Outcome {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** What the attempts take of each limit. */
  readonly charged: Readonly<Record<LimitedResource, number>>;
}

/** The demands of batches by their size, if chunks are answered with so many tokens. */
export type DemandOf = (outputTokens: number) => (size: number) => BatchDemand;

/** @param surprise how much more or less often than expected replies are cut off, in deviations. */
export function outcomeOf(
  assumed: Assumption,
  demandOf: (size: number) => BatchDemand,
  sizes: BatchSizes,
  surprise: number,
): Outcome {
  const planned = noDemand();
  for (const [size, count] of sizes) addDemand(planned, demandOf(size), count);
  const more = Math.max(countBatches(sizes) - planned.calls, surprise * Math.sqrt(planned.callsVariance));
  planned.inputTokens += (more * ASKED_AGAIN * planned.inputTokens) / planned.calls;
  planned.calls += more;
  const { callsFactor, inputFactor, attemptsPerCall, chargeFactor } = assumed;
  const inputTokens = planned.inputTokens * promptsOf(callsFactor) * inputFactor;
  const outputTokens = planned.outputTokens * (1 + (callsFactor - 1) * WRITTEN_AGAIN) * assumed.outputFactor;
  const attempts = planned.calls * callsFactor * attemptsPerCall;
  const asked = promptsOf(callsFactor) * attemptsPerCall;
  return {
    // Each batch is asked for at least once.
    calls: Math.max(countBatches(sizes), planned.calls * callsFactor),
    inputTokens,
    cachedInputTokens: inputTokens * Math.min(1, Math.max(0, assumed.cachedShare)),
    outputTokens,
    charged: {
      requests: attempts,
      tokens: chargedTokens(planned, assumed.charge, inputFactor) * asked * chargeFactor.tokens,
      inputTokens: planned.inputTokens * inputFactor * asked * chargeFactor.inputTokens,
      outputTokens: outputTokens * attemptsPerCall * chargeFactor.outputTokens,
    },
  };
}

/** What a call beside the planned ones takes of a usual one: it asks for what a reply left out, so for fewer chunks ... */
const ASKED_AGAIN = 0.5;
/** ... and is answered with what could not be read before. */
const WRITTEN_AGAIN = 0.15;

/** What the prompts of all calls hold, of those of the planned ones. */
function promptsOf(callsFactor: number): number {
  return 1 + (callsFactor - 1) * ASKED_AGAIN;
}

/** What calls are charged of a limit that counts prompt and reply together. */
export function chargedTokens(
  { inputTokens, room, larger }: Pick<BatchDemand, "inputTokens" | "room" | "larger">,
  charge: Charge,
  inputFactor: number,
): number {
  if (charge === "sum") return inputTokens * inputFactor + room;
  if (charge === "input") return inputTokens * inputFactor;
  // Where most calls have more room than prompt, the prompts hardly count.
  return inputTokens * inputFactor > room ? Math.max(room, larger + (inputFactor - 1) * inputTokens) : larger;
}

export type SizesOf = (width: number) => BatchSizes;

/** Batches by width; that of one width is cut once. */
export function rememberedSizes(work: Work): SizesOf {
  const known = new Map<number, BatchSizes>();
  return (width) => {
    const sizes = known.get(width) ?? plannedBatches(work, width);
    known.set(width, sizes);
    return sizes;
  };
}
