import type { EndpointState } from "./state.ts";
import { type LimitStatuses, limitStatuses } from "./admission.ts";
import type { SimulatedCall } from "./calls.ts";
import { type Failure, QUOTA, SERVER_ERROR, SLOW_DOWN, stormFailure } from "./failures.ts";
import type { Phase, Simulation } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { faultOfRequest } from "./requests.ts";
import { countFault } from "./tally.ts";

export function failed(failure: Failure, limits: LimitStatuses | null): Outcome {
  return { kind: "failure", failure, afterMs: 0, limits };
}

/** Counts and gives the failure that a call meets before admission; null if there is none. */
export function refusalOf(
  simulation: Simulation,
  call: SimulatedCall,
  { rules, pool, tally }: EndpointState,
  phase: Phase | null,
  time: number,
): Outcome | null {
  if (phase?.kind === "outage") {
    countFault(tally, "outage");
    if (phase.shape === "error") return failed(SERVER_ERROR, null);
    return { kind: "lost", afterMs: 0, refused: phase.shape === "refused" };
  }
  const wrong = phase?.kind === "quota" ? QUOTA : faultOfRequest(call, simulation);
  if (wrong !== null) {
    tally.refused++;
    if (phase?.kind === "quota") countFault(tally, "quota");
    return failed(wrong, null);
  }
  if (phase === null || phase.kind === "quota") return null;
  countFault(tally, phase.kind);
  if (phase.kind === "storm") tally.rateLimited++;
  const failure = phase.kind === "storm" ? stormFailure(call.model) : SLOW_DOWN;
  return failed(failure, limitStatuses(rules, pool, time));
}
