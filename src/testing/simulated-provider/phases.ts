import { chance } from "./chance.ts";
import type { Phase, Simulation } from "./options.ts";

type Outage = Extract<Phase, { kind: "outage" }>;

/** What the script says of a call that arrives at a time (milliseconds since the first call); the worst first. */
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

/** When a reply that is under way breaks off because an outage begins; null where none does. */
export function breaksOffAt({ phases }: Simulation, from: number, to: number): number | null {
  const starts = phases
    .filter((phase): phase is Outage => phase.kind === "outage")
    .map(({ fromSeconds }) => fromSeconds * 1000)
    .filter((start) => start > from && start < to);
  return starts.length === 0 ? null : Math.min(...starts);
}
