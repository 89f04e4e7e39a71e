import { chance } from "./chance.ts";
import type { Phase, Simulation } from "./options.ts";
import type { Outcome } from "./outcome.ts";

/** The phase that applies to a call at its time of arrival (milliseconds since the first call); of several, the worst. */
export function phaseAt({ phases, seed }: Simulation, time: number, hash: string, arrival: number): Phase | null {
  const now = phases.filter((phase) => phase.fromSeconds * 1000 <= time && time < phase.toSeconds * 1000);
  const hit = (phase: Phase): boolean =>
    !("share" in phase) || chance(seed, hash, arrival, phase.kind, phase.fromSeconds) < phase.share;
  const order: readonly Phase["kind"][] = ["outage", "quota", "storm", "slow-down"];
  for (const kind of order) {
    const found = now.find((phase) => phase.kind === kind && hit(phase));
    if (found !== undefined) return found;
  }
  return null;
}

/** Breaks off a reply if an outage begins before it is complete. */
export function brokenOff({ phases }: Simulation, time: number, outcome: Outcome): Outcome {
  if (outcome.kind !== "reply") return outcome;
  const { pace, breaksOff } = outcome;
  const end = breaksOff?.how === "silent" ? Number.POSITIVE_INFINITY : time + (breaksOff?.afterMs ?? pace.totalMs);
  const begins = phases
    .filter((phase) => phase.kind === "outage")
    .map(({ fromSeconds }) => fromSeconds * 1000)
    .filter((begin) => begin > time && begin < end);
  return begins.length === 0
    ? outcome
    : { ...outcome, breaksOff: { afterMs: Math.min(...begins) - time, how: "lost" } };
}
