import { type SimulatedCall, wordsOf } from "./calls.ts";
import { chance } from "./chance.ts";
import type { Simulation, TriggeredFault } from "./options.ts";

/** The share of attempts that fail, by kind; an attempt has one fault at most. */
export interface FaultRates {
  /** 500. */
  readonly serverError: number;
  /** 503. */
  readonly overloaded: number;
  /** The connection is lost, before the reply or in the middle of it. */
  readonly reset: number;
  /** The connection stays open, and nothing more is sent. */
  readonly hang: number;
  /** The reply ends at a limit of tokens that the call did not set. */
  readonly cutOff: number;
  /** The reply is complete and no JSON. */
  readonly badJson: number;
}

export const NO_FAULTS: FaultRates = { serverError: 0, overloaded: 0, reset: 0, hang: 0, cutOff: 0, badJson: 0 };

/** The rates of a good provider, seen over some thousand calls. */
export const USUAL_FAULTS: FaultRates = {
  serverError: 0.005,
  overloaded: 0.002,
  reset: 0.002,
  hang: 0.001,
  cutOff: 0.01,
  badJson: 0.005,
};

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
