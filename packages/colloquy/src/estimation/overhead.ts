import type { Random } from "./random.ts";

/** The usual number of extra calls per needed call. It differs between accounts and models. */
export interface UsualOverhead {
  readonly mean: number;
  readonly deviation: number;
}

/** Counted calls: the needed ones and the extra ones. */
export interface CountedOverhead {
  readonly needed: number;
  readonly overhead: number;
}

/** Failures come in clusters. A cluster of this size has as much weight as one independent failure. */
const CLUSTER = 2;

/**
 * Draws the number of calls per needed call, 1 or more. The usual rate is the prior and the counted calls are the data: a gamma
 * distribution is the conjugate prior of a Poisson rate.
 *
 * @param of Number of needed calls. With few calls, chance adds variation. Infinity: the rate without this variation.
 */
export function overheadOf(
  usual: UsualOverhead,
  random: Random,
  counted: CountedOverhead = { needed: 0, overhead: 0 },
  of = Number.POSITIVE_INFINITY,
): () => number {
  const usualEvents = (usual.mean / usual.deviation) ** 2;
  const events = usualEvents + Math.max(0, counted.overhead) / CLUSTER;
  const mean = events / (usualEvents / usual.mean + counted.needed / CLUSTER);
  return () => {
    const rate = random.gamma(mean, events);
    return 1 + (Number.isFinite(of) ? (CLUSTER * random.poisson((rate * of) / CLUSTER)) / of : rate);
  };
}
