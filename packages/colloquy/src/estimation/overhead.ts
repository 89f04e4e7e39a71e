import type { Random } from "./random.ts";

/** How many there are beside each that is needed, as people meet them: accounts and models differ. */
export interface UsualOverhead {
  readonly mean: number;
  readonly deviation: number;
}

/** What was counted: how many were needed, and how many there were beside them. */
export interface CountedOverhead {
  readonly needed: number;
  readonly overhead: number;
}

/** Failures come in clusters: so many of them tell as much as one that comes alone. */
const CLUSTER = 2;

/**
 * Draws of how many there are for each that is needed, from 1 on. What was counted is joined to what is usual, as for events
 * of a rate of which one knows a gamma distribution: it is one again, of more events.
 *
 * @param of so many are needed: of few, by chance none or several fail. Infinity: as many as the rate says.
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
