import { createChance } from "./chance.ts";
import type { CallShape } from "./call-shape.ts";

/** What asking for a batch takes until all of it is answered, in the mean. */
export interface Course {
  readonly calls: number;
  /** As they are expected before they are sent. */
  readonly inputTokens: number;
  readonly room: number;
  /** The larger of a call's prompt and room: what many providers charge. */
  readonly larger: number;
  readonly outputTokens: number;
}

export type MutableCourse = { -readonly [Key in keyof Course]: Course[Key] };

/** How many tokens passages are answered with. */
export interface ReplyLengths {
  /** A passage. */
  readonly mean: number;
  /** Deviations, as shares of the mean: of passages, and of whole batches, which come from one transcript each. */
  readonly withinBatch: number;
  readonly betweenBatches: number;
}

/** A passage that does not fit alone is asked for three times, and given up. */
const TURNS_ALONE = 3;
/** Passages whose replies are imagined for one size of batch. */
const IMAGINED = 2_400;

export function noCourse(): MutableCourse {
  return { calls: 0, inputTokens: 0, room: 0, larger: 0, outputTokens: 0 };
}

export function addCourse(sum: MutableCourse, added: Course, times = 1): void {
  sum.calls += added.calls * times;
  sum.inputTokens += added.inputTokens * times;
  sum.room += added.room * times;
  sum.larger += added.larger * times;
  sum.outputTokens += added.outputTokens * times;
}

/**
 * The courses of batches of every size up to the largest, by their size: a reply that is longer than its room is cut off,
 * and what of it is not complete is asked for again in halves, as the pipeline does. Larger batches are made of smaller ones.
 */
export function coursesUpTo(largest: number, shape: CallShape, lengths: ReplyLengths): readonly Course[] {
  const courses: Course[] = [noCourse()];
  for (let size = 1; size <= largest; size += 1) courses.push(courseOf(size, shape, lengths, courses));
  return courses;
}

function courseOf(size: number, shape: CallShape, lengths: ReplyLengths, smaller: readonly Course[]): Course {
  const inputTokens = shape.inputTokens(size);
  const room = shape.room(size);
  const one = { calls: 1, inputTokens, room, larger: Math.max(inputTokens, room) };
  if (fitsSurely(size, room, lengths)) return { ...one, outputTokens: size * lengths.mean };
  const chance = createChance(size);
  const sum = noCourse();
  const times = Math.max(24, Math.min(400, Math.ceil(IMAGINED / size)));
  for (let time = 0; time < times; time += 1) {
    const { tokens, complete } = imagineReply(size, room, lengths, chance);
    addCourse(sum, { ...one, outputTokens: Math.min(tokens, room) });
    const rest = tokens <= room ? 0 : size - complete;
    if (rest === 0) continue;
    if (size === 1) addCourse(sum, { ...one, outputTokens: room }, TURNS_ALONE - 1);
    // A whole batch that gave nothing is asked for in halves; what is left of another has fewer passages than it had.
    else for (const half of [Math.ceil(rest / 2), Math.floor(rest / 2)]) addCourse(sum, smaller[half] ?? noCourse());
  }
  const mean = noCourse();
  addCourse(mean, sum, 1 / times);
  return mean;
}

/** Where nobody has to imagine anything. */
function fitsSurely(size: number, room: number, { mean, withinBatch, betweenBatches }: ReplyLengths): boolean {
  const deviation = Math.hypot(withinBatch / Math.sqrt(size), betweenBatches);
  return room === 0 || size * mean * (1 + 4 * deviation) < room;
}

function imagineReply(
  size: number,
  room: number,
  { mean, withinBatch, betweenBatches }: ReplyLengths,
  chance: ReturnType<typeof createChance>,
): { readonly tokens: number; readonly complete: number } {
  const batchMean = mean * Math.max(0.1, 1 + betweenBatches * chance.normal());
  const spread = Math.sqrt(Math.log(1 + withinBatch ** 2));
  let [tokens, complete] = [0, 0];
  for (let passage = 0; passage < size; passage += 1) {
    tokens += batchMean * Math.exp(spread * chance.normal() - spread ** 2 / 2);
    if (tokens <= room) complete += 1;
  }
  return { tokens, complete };
}
