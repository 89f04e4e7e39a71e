import { createRandom } from "./random.ts";
import type { CallShape } from "./call-shape.ts";

/** Mean calls and tokens until all chunks of a batch have a result. */
export interface BatchDemand {
  readonly calls: number;
  /** The estimate before calls are sent. */
  readonly inputTokens: number;
  readonly room: number;
  /** Sum of the larger of prompt and room of each call: what many providers charge. */
  readonly larger: number;
  readonly outputTokens: number;
  /** Variance of `calls` between batches. */
  readonly callsVariance: number;
  /** Calls in the longest chain of consecutive calls, and the tokens of their replies. */
  readonly chainCalls: number;
  readonly chainTokens: number;
}

export type MutableDemand = { -readonly [Key in keyof BatchDemand]: BatchDemand[Key] };

/** Distribution of the reply tokens per chunk. */
export interface ReplyLengths {
  /** Mean tokens per chunk. */
  readonly mean: number;
  /** Standard deviations of chunks and of whole batches, as shares of the mean. */
  readonly withinBatch: number;
  readonly betweenBatches: number;
}

/** Calls for a chunk whose reply does not fit alone, until it becomes a dead letter. */
const CALLS_ALONE = 3;
/** Chunks whose replies are drawn for one batch size. */
const DRAWN = 2_400;

export function noDemand(): MutableDemand {
  return {
    calls: 0,
    inputTokens: 0,
    room: 0,
    larger: 0,
    outputTokens: 0,
    callsVariance: 0,
    chainCalls: 0,
    chainTokens: 0,
  };
}

export function addDemand(sum: MutableDemand, added: BatchDemand, times = 1): void {
  sum.calls += added.calls * times;
  sum.inputTokens += added.inputTokens * times;
  sum.room += added.room * times;
  sum.larger += added.larger * times;
  sum.outputTokens += added.outputTokens * times;
  sum.callsVariance += added.callsVariance * times;
  sum.chainCalls += added.chainCalls * times;
  sum.chainTokens += added.chainTokens * times;
}

/** The mean of equally likely demands. */
export function meanDemand(demands: readonly BatchDemand[]): BatchDemand {
  const mean = noDemand();
  for (const demand of demands) addDemand(mean, demand, 1 / demands.length);
  const squares = demands.reduce((sum, { calls }) => sum + (calls - mean.calls) ** 2, 0);
  return { ...mean, callsVariance: mean.callsVariance + squares / demands.length };
}

/**
 * Simulates batches of every size up to `largest`; the result is indexed by size. A reply longer than its room is cut off, and
 * its incomplete chunks are requested again in halves, as in the pipeline. Each size uses the results of smaller sizes.
 */
export function demandsUpTo(largest: number, shape: CallShape, lengths: ReplyLengths): readonly BatchDemand[] {
  const demands: BatchDemand[] = [noDemand()];
  for (let size = 1; size <= largest; size += 1) demands.push(demandOf(size, shape, lengths, demands));
  return demands;
}

function demandOf(size: number, shape: CallShape, lengths: ReplyLengths, smaller: readonly BatchDemand[]): BatchDemand {
  const inputTokens = shape.inputTokens(size);
  const room = shape.room(size);
  const one = { calls: 1, inputTokens, room, larger: Math.max(inputTokens, room), callsVariance: 0, chainCalls: 1 };
  const callOf = (outputTokens: number): BatchDemand => ({ ...one, outputTokens, chainTokens: outputTokens });
  if (alwaysFits(size, room, lengths)) return callOf(size * lengths.mean);
  const random = createRandom(size);
  const times = Math.max(24, Math.min(400, Math.ceil(DRAWN / size)));
  const drawn = Array.from({ length: times }, (): BatchDemand => {
    const { tokens, complete } = drawReply(size, room, lengths, random);
    const first = callOf(Math.min(tokens, room));
    const remaining = tokens <= room ? 0 : size - complete;
    if (remaining === 0) return first;
    if (size === 1)
      return inSequence(
        first,
        Array.from({ length: CALLS_ALONE - 1 }, () => callOf(room)),
      );
    // Halves are always smaller than the batch, so their demands exist already.
    return inParallel(
      first,
      [Math.ceil(remaining / 2), Math.floor(remaining / 2)].map((half) => smaller[half] ?? noDemand()),
    );
  });
  return meanDemand(drawn);
}

/** A call, and calls that follow it one after the other. */
function inSequence(first: BatchDemand, following: readonly BatchDemand[]): BatchDemand {
  const sum = { ...first };
  for (const next of following) addDemand(sum, next);
  return sum;
}

/** A call, and calls that follow it at the same time. */
function inParallel(first: BatchDemand, following: readonly BatchDemand[]): BatchDemand {
  const longest = (key: "chainCalls" | "chainTokens"): number => Math.max(...following.map((each) => each[key]));
  return {
    ...inSequence(first, following),
    chainCalls: first.chainCalls + longest("chainCalls"),
    chainTokens: first.chainTokens + longest("chainTokens"),
  };
}

/** Whether practically no reply is cut off: four deviations above the mean still fit. */
function alwaysFits(size: number, room: number, { mean, withinBatch, betweenBatches }: ReplyLengths): boolean {
  const deviation = Math.hypot(withinBatch / Math.sqrt(size), betweenBatches);
  return room === 0 || size * mean * (1 + 4 * deviation) < room;
}

function drawReply(
  size: number,
  room: number,
  { mean, withinBatch, betweenBatches }: ReplyLengths,
  random: ReturnType<typeof createRandom>,
): { readonly tokens: number; readonly complete: number } {
  const batchMean = mean * Math.max(0.1, 1 + betweenBatches * random.normal());
  const spread = Math.sqrt(Math.log(1 + withinBatch ** 2));
  let [tokens, complete] = [0, 0];
  for (let chunk = 0; chunk < size; chunk += 1) {
    tokens += batchMean * Math.exp(spread * random.normal() - spread ** 2 / 2);
    if (tokens <= room) complete += 1;
  }
  return { tokens, complete };
}
