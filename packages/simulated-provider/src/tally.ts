import type { Ending, EndpointAccount } from "./accounts.ts";
import type { Fault } from "./faults.ts";
import type { Outcome } from "./outcome.ts";

/** The counts of an endpoint, mutable. */
export type EndpointTally = { -readonly [Key in keyof EndpointAccount]: EndpointAccount[Key] };

export function emptyTally(): EndpointTally {
  return {
    calls: 0,
    admitted: 0,
    rateLimited: 0,
    tooLarge: 0,
    refused: 0,
    complete: 0,
    failed: 0,
    lost: 0,
    abandoned: 0,
    inFlight: 0,
    mostInFlight: 0,
    tokensCharged: 0,
    tokensRefunded: 0,
    inputTokens: 0,
    outputTokens: 0,
    lastDispatchMs: 0,
    lastReplyMs: 0,
    faults: {},
  };
}

export function countFault(tally: EndpointTally, fault: string): void {
  tally.faults = { ...tally.faults, [fault]: (tally.faults[fault] ?? 0) + 1 };
}

export function countArrival(tally: EndpointTally): void {
  tally.calls++;
  tally.inFlight++;
  tally.mostInFlight = Math.max(tally.mostInFlight, tally.inFlight);
}

export function countAdmitted(tally: EndpointTally, time: number, charged: number, fault: Fault | null): void {
  tally.admitted++;
  tally.tokensCharged += charged;
  tally.lastDispatchMs = time;
  if (fault !== null) countFault(tally, fault);
}

export function countEnd(tally: EndpointTally, time: number, ending: Ending, outcome: Outcome): void {
  tally.inFlight--;
  tally[ending]++;
  if (ending !== "complete" || outcome.kind !== "reply") return;
  tally.lastReplyMs = Math.max(tally.lastReplyMs, time);
  tally.inputTokens += outcome.usage.inputTokens;
  tally.outputTokens += outcome.usage.outputTokens;
}
