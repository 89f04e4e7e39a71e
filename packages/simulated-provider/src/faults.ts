import { type SimulatedCall, wordsOf } from "./calls.ts";
import { chance } from "./chance.ts";
import type { FaultRates, Simulation, TriggeredFault } from "./options.ts";

/** What goes wrong with one attempt. */
export type Fault = TriggeredFault | "overloaded" | "cut-off";

const DRAWN: readonly (readonly [Fault, keyof FaultRates])[] = [
  ["server-error", "serverError"],
  ["overloaded", "overloaded"],
  ["reset", "reset"],
  ["hang", "hang"],
  ["cut-off", "cutOff"],
  ["bad-json", "badJson"],
];

/** Faults of chat replies only. */
const CHAT_ONLY: ReadonlySet<Fault> = new Set(["cut-off", "refusal", "wrong-schema", "omission", "huge"] as const);

/** The fault of an attempt: the one that its words trigger, else a random one. */
export function faultOf(call: SimulatedCall, simulation: Simulation, hash: string, attempt: number): Fault | null {
  const fault = anyFault(call, simulation, hash, attempt);
  return fault !== null && call.endpoint === "embeddings" && CHAT_ONLY.has(fault) ? null : fault;
}

function anyFault(call: SimulatedCall, simulation: Simulation, hash: string, attempt: number): Fault | null {
  const words = wordsOf(call);
  const trigger = simulation.triggers.find(({ contains }) => words.some((text) => text.includes(contains)));
  return trigger?.fault ?? drawFault(simulation, hash, attempt);
}

function drawFault({ seed, faults }: Simulation, hash: string, attempt: number): Fault | null {
  let left = chance(seed, hash, attempt, "fault");
  for (const [fault, rate] of DRAWN) {
    if (left < faults[rate]) return fault;
    left -= faults[rate];
  }
  return null;
}
