import type { LimitedResource } from "../ports/index.ts";
import type { Assumption, Charge } from "./assumption.ts";
import { addCourse, type Course, noCourse } from "./course.ts";
import { type BatchSizes, plannedBatches } from "./planned-batches.ts";
import type { Work } from "./work.ts";

/** What a lane takes if things are as an assumption says. */
export interface Outcome {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** What the attempts take of each limit. */
  readonly charged: Readonly<Record<LimitedResource, number>>;
}

/** The courses of batches by their size, if passages are answered with so many tokens. */
export type CoursesOf = (outputTokens: number) => (size: number) => Course;

export function outcomeOf(assumed: Assumption, coursesOf: CoursesOf, sizesOf: SizesOf): Outcome {
  const planned = noCourse();
  const courseOf = coursesOf(assumed.outputTokens);
  for (const [size, count] of sizesOf(assumed.width)) addCourse(planned, courseOf(size), count);
  const { callsFactor, inputFactor, attemptsPerCall, chargeFactor } = assumed;
  const inputTokens = planned.inputTokens * callsFactor * inputFactor;
  // Calls beside the planned ones are mostly for the same passages: their replies came in part.
  const outputTokens = planned.outputTokens * assumed.outputFactor * (1 + (callsFactor - 1) / 2);
  const attempts = planned.calls * callsFactor * attemptsPerCall;
  const perCall = callsFactor * attemptsPerCall;
  return {
    calls: planned.calls * callsFactor,
    inputTokens,
    cachedInputTokens: inputTokens * Math.min(1, Math.max(0, assumed.cachedShare)),
    outputTokens,
    charged: {
      requests: attempts,
      tokens: chargedTokens(planned, assumed.charge, inputFactor) * perCall * chargeFactor.tokens,
      inputTokens: planned.inputTokens * inputFactor * perCall * chargeFactor.inputTokens,
      outputTokens: planned.outputTokens * perCall * chargeFactor.outputTokens,
    },
  };
}

/** What calls are charged of a limit that counts prompt and reply together. */
export function chargedTokens({ inputTokens, room, larger }: Course, charge: Charge, inputFactor: number): number {
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
