import type { CallShape } from "./call-shape.ts";
import { addDemand, type BatchDemand, demandsUpTo, meanDemand, noDemand, type ReplyLengths } from "./batch-demand.ts";
import type { DemandOf } from "./stage-outcome.ts";

/** Relative distance between two lengths in the table. It is larger when the table would have more than `MOST_POINTS` lengths. */
const STEP = 0.1;
const MOST_POINTS = 25;

/**
 * Demands for any reply length between `least` and `most`: computed for some lengths, interpolated between them.
 * @param largest Size of the largest batch, in chunks.
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
    const position = points === 1 ? 0 : Math.log(outputTokens / least) / Math.log(ratio);
    const below = Math.max(0, Math.min(points - 1, Math.floor(position)));
    const above = Math.min(points - 1, below + 1);
    const share = Math.max(0, Math.min(1, position - below));
    return (size) => interpolate(tables[below]?.[size] ?? noDemand(), tables[above]?.[size] ?? noDemand(), share);
  };
}

/** The mean demand of batches whose reply lengths differ. `levels`: shares of the mean length, all equally frequent. */
export function demandAtLevels(demandOf: DemandOf, levels: readonly number[]): DemandOf {
  return (outputTokens) => {
    const demands = levels.map((level) => demandOf(outputTokens * level));
    return (size) => meanDemand(demands.map((demand) => demand(size)));
  };
}

function interpolate(one: BatchDemand, other: BatchDemand, share: number): BatchDemand {
  const mixed = noDemand();
  addDemand(mixed, one, 1 - share);
  addDemand(mixed, other, share);
  return mixed;
}
