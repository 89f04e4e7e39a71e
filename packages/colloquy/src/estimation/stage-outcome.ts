import type { LimitedResource } from "../ports/index.ts";
import type { Assumption, Charge } from "./assumption.ts";
import { addDemand, type BatchDemand, noDemand } from "./batch-demand.ts";
import { type BatchSizes, countBatches, plannedBatches } from "./planned-batches.ts";
import type { Work } from "./work.ts";

/** Calls and tokens of a stage under one assumption. */
export interface StageOutcome {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** The amount that the attempts take from each limit. */
  readonly charged: Readonly<Record<LimitedResource, number>>;
}

/** Returns the demand of a batch by its size, for a mean number of reply tokens per chunk. */
export type DemandOf = (outputTokens: number) => (size: number) => BatchDemand;

/** @param surprise Deviation of the number of cut-off replies from its expected value, in standard deviations. */
export function stageOutcome(
  assumed: Assumption,
  demandOf: (size: number) => BatchDemand,
  sizes: BatchSizes,
  surprise: number,
): StageOutcome {
  const planned = noDemand();
  for (const [size, count] of sizes) addDemand(planned, demandOf(size), count);
  const more = Math.max(countBatches(sizes) - planned.calls, surprise * Math.sqrt(planned.callsVariance));
  planned.inputTokens += (more * EXTRA_PROMPT * planned.inputTokens) / planned.calls;
  planned.calls += more;
  const { callsFactor, inputFactor, attemptsPerCall, chargeFactor } = assumed;
  const inputTokens = planned.inputTokens * promptsOf(callsFactor) * inputFactor;
  const outputTokens = planned.outputTokens * (1 + (callsFactor - 1) * EXTRA_REPLY) * assumed.outputFactor;
  const attempts = planned.calls * callsFactor * attemptsPerCall;
  const prompts = promptsOf(callsFactor) * attemptsPerCall;
  return {
    // Each batch has at least one call.
    calls: Math.max(countBatches(sizes), planned.calls * callsFactor),
    inputTokens,
    cachedInputTokens: inputTokens * Math.min(1, Math.max(0, assumed.cachedShare)),
    outputTokens,
    charged: {
      requests: attempts,
      tokens: chargedTokens(planned, assumed.charge, inputFactor) * prompts * chargeFactor.tokens,
      inputTokens: planned.inputTokens * inputFactor * prompts * chargeFactor.inputTokens,
      outputTokens: outputTokens * attemptsPerCall * chargeFactor.outputTokens,
    },
  };
}

/** Prompt of an extra call, as a share of a planned one. It requests only the chunks that a reply left out. */
const EXTRA_PROMPT = 0.5;
/** Reply of an extra call, as a share of a planned one. It repeats only what was not readable before. */
const EXTRA_REPLY = 0.15;

/** Prompt tokens of all calls, as a multiple of those of the planned calls. */
function promptsOf(callsFactor: number): number {
  return 1 + (callsFactor - 1) * EXTRA_PROMPT;
}

/** Tokens that calls are charged by a limit that counts prompt and reply together. */
export function chargedTokens(
  { inputTokens, room, larger }: Pick<BatchDemand, "inputTokens" | "room" | "larger">,
  charge: Charge,
  inputFactor: number,
): number {
  if (charge === "sum") return inputTokens * inputFactor + room;
  if (charge === "input") return inputTokens * inputFactor;
  // The input factor has no effect when most calls have more room than prompt.
  return inputTokens * inputFactor > room ? Math.max(room, larger + (inputFactor - 1) * inputTokens) : larger;
}

export type SizesOf = (width: number) => BatchSizes;

/** Batch sizes by width. Batches of the same width are planned once. */
export function rememberedSizes(work: Work): SizesOf {
  const known = new Map<number, BatchSizes>();
  return (width) => {
    const sizes = known.get(width) ?? plannedBatches(work, width);
    known.set(width, sizes);
    return sizes;
  };
}
