import type { CallShape } from "./call-shape.ts";
import { addDemand, type BatchDemand, demandsUpTo, meanDemand, noDemand, type ReplyLengths } from "./retry-model.ts";
import type { DemandOf } from "./outcome.ts";

/** How far two lengths lie apart of which the demands are worked out, as a share; where there are not more of them than that. */
const STEP = 0.1;
const MOST_POINTS = 25;

/**
 * Courses for any length of replies between two, from some that were worked out and what lies between them.
 * @param largest of the batches, in chunks.
 */
export function demandTable(
  shape: CallShape,
  largest: number,
  lengths: Omit<ReplyLengths, "mean">,
  { least, most }: { readonly least: number; readonly most: number },
): DemandOf {
  const span = least >= most ? 0 : Math.log(most / least);
  const points = 1 + Math.min(MOST_POINTS - 1, Math.ceil(span / STEP));
  const ratio = points === 1 ? 1 : Math.exp(span / (points - 1));
  const means = Array.from({ length: points }, (_, point) => least * ratio ** point);
  const tables = means.map((mean) => demandsUpTo(largest, shape, { ...lengths, mean }));
  return (outputTokens) => {
    const place = points === 1 ? 0 : Math.log(outputTokens / least) / Math.log(ratio);
    const below = Math.max(0, Math.min(points - 1, Math.floor(place)));
    const above = Math.min(points - 1, below + 1);
    const share = Math.max(0, Math.min(1, place - below));
    return (size) => between(tables[below]?.[size] ?? noDemand(), tables[above]?.[size] ?? noDemand(), share);
  };
}

/** Of batches that are answered with more or with less than the mean: `levels` are shares of it, one as frequent as the other. */
export function demandAtLevels(demandOf: DemandOf, levels: readonly number[]): DemandOf {
  return (outputTokens) => {
    const demands = levels.map((level) => demandOf(outputTokens * level));
    return (size) => meanDemand(demands.map((demand) => demand(size)));
  };
}

function between(one: BatchDemand, other: BatchDemand, share: number): BatchDemand {
  const mixed = noDemand();
  addDemand(mixed, one, 1 - share);
  addDemand(mixed, other, share);
  return mixed;
}
