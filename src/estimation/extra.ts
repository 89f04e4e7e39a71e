import type { Chance } from "./chance.ts";

/** How many there are beside each that is needed, as people meet them: accounts and models differ. */
export interface UsualExtra {
  readonly mean: number;
  readonly deviation: number;
}

/** What was counted: how many were needed, and how many there were beside them. */
export interface CountedExtra {
  readonly needed: number;
  readonly extra: number;
}

/** Failures come in clusters: so many of them tell as much as one that comes alone. */
const CLUSTER = 2;

/**
 * Draws of how many there are for each that is needed, from 1 on. What was counted is joined to what is usual, as for events
 * of a rate of which one knows a gamma distribution: it is one again, of more events.
 */
export function extraOf(
  usual: UsualExtra,
  chance: Chance,
  counted: CountedExtra = { needed: 0, extra: 0 },
): () => number {
  const usualEvents = (usual.mean / usual.deviation) ** 2;
  const events = usualEvents + Math.max(0, counted.extra) / CLUSTER;
  const mean = events / (usualEvents / usual.mean + counted.needed / CLUSTER);
  return () => 1 + chance.gamma(mean, events);
}
