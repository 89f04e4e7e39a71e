import { createRandom } from "./random.ts";
import type { CallShape } from "./call-shape.ts";

/** What asking for a batch takes until all of it is answered, in the mean. */
export interface BatchDemand {
  readonly calls: number;
  /** As they are expected before they are sent. */
  readonly inputTokens: number;
  readonly room: number;
  /** The larger of a call's prompt and room: what many providers charge. */
  readonly larger: number;
  readonly outputTokens: number;
  /** How much `calls` differs from batch to batch. */
  readonly callsVariance: number;
  /** The longest chain of calls of which one follows the other, and the tokens of their replies. */
  readonly chainCalls: number;
  readonly chainTokens: number;
}

export type MutableDemand = { -readonly [Key in keyof BatchDemand]: BatchDemand[Key] };

/** How many tokens chunks are answered with. */
export interface ReplyLengths {
  /** A chunk. */
  readonly mean: number;
  /** Deviations, as shares of the mean: of chunks, and of whole batches, which come from one transcript each. */
  readonly withinBatch: number;
  readonly betweenBatches: number;
}

/** A chunk that does not fit alone is asked for three times, and given up. */
const TURNS_ALONE = 3;
/** Chunks whose replies are drawn for one size of batch. */
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

/** The mean of several, of which one is as likely as the other. */
export function meanDemand(demands: readonly BatchDemand[]): BatchDemand {
  const mean = noDemand();
  for (const demand of demands) addDemand(mean, demand, 1 / demands.length);
  const squares = demands.reduce((sum, { calls }) => sum + (calls - mean.calls) ** 2, 0);
  return { ...mean, callsVariance: mean.callsVariance + squares / demands.length };
}

/**
 * The demands of batches of every size up to the largest, by their size: a reply that is longer than its room is cut off,
 * and what of it is not complete is asked for again in halves, as the pipeline does. Larger batches are made of smaller ones.
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
  if (fitsSurely(size, room, lengths)) return callOf(size * lengths.mean);
  const random = createRandom(size);
  const times = Math.max(24, Math.min(400, Math.ceil(DRAWN / size)));
  const drawn = Array.from({ length: times }, (): BatchDemand => {
    const { tokens, complete } = drawReply(size, room, lengths, random);
    const first = callOf(Math.min(tokens, room));
    const rest = tokens <= room ? 0 : size - complete;
    if (rest === 0) return first;
    if (size === 1)
      return inTurn(
        first,
        Array.from({ length: TURNS_ALONE - 1 }, () => callOf(room)),
      );
    // A whole batch that gave nothing is asked for in halves; what is left of another has fewer chunks than it had.
    return sideBySide(
      first,
      [Math.ceil(rest / 2), Math.floor(rest / 2)].map((half) => smaller[half] ?? noDemand()),
    );
  });
  return meanDemand(drawn);
}

/** A call, and others that follow one another. */
function inTurn(first: BatchDemand, following: readonly BatchDemand[]): BatchDemand {
  const sum = { ...first };
  for (const next of following) addDemand(sum, next);
  return sum;
}

/** A call, and others that follow it at the same time. */
function sideBySide(first: BatchDemand, following: readonly BatchDemand[]): BatchDemand {
  const longest = (key: "chainCalls" | "chainTokens"): number => Math.max(...following.map((each) => each[key]));
  return {
    ...inTurn(first, following),
    chainCalls: first.chainCalls + longest("chainCalls"),
    chainTokens: first.chainTokens + longest("chainTokens"),
  };
}

/** Whether all replies fit, so that none is cut off. */
function fitsSurely(size: number, room: number, { mean, withinBatch, betweenBatches }: ReplyLengths): boolean {
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
