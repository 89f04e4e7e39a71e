import { admit, openPool, type PoolRules, type PoolState, refund, type Standings, standingsOf } from "./admission.ts";
import { type Attempt, outcomeOf } from "./attempt.ts";
import { type Books, countFault, emptyTally, type Ending, type LaneTally, type LogEntry } from "./books.ts";
import { contentHash, type Lane, type SimulatedCall, tokensOf, wordsOf } from "./calls.ts";
import { type Failure, limitFailure, QUOTA, SERVER_ERROR, SLOW_DOWN, stormFailure } from "./failures.ts";
import { faultOf } from "./faults.ts";
import type { Phase, Simulation } from "./options.ts";
import type { Outcome, Reply } from "./outcome.ts";
import { breaksOffAt, phaseAt } from "./phases.ts";
import { faultOfRequest } from "./requests.ts";

/** A call that was received. */
export interface Ticket {
  readonly outcome: Outcome;
  /** Tells the provider that the call is over; to be called once. */
  end(now: number, ending: Ending): void;
}

/** The provider itself: neither clock nor network. Times are milliseconds of the caller's clock. */
export interface Provider {
  /** Decides what becomes of a call. Calls come in the order of their times. */
  receive(now: number, call: SimulatedCall): Ticket;
  /** Counts a call that was refused before it could be read. */
  refuse(now: number, lane: Lane): void;
  readonly books: Books;
  readonly log: readonly LogEntry[];
  /** Forgets everything, as if no call had come. */
  reset(): void;
}

interface LaneState {
  readonly rules: PoolRules;
  pool: PoolState;
  tally: LaneTally;
}

export interface ProviderOptions {
  /** Whether every call is kept for `log`: not for runs of any length. Default true. */
  readonly keepLog?: boolean;
  readonly onFirstCall?: () => void;
}

export function createProvider(
  simulation: Simulation,
  { keepLog = true, onFirstCall }: ProviderOptions = {},
): Provider {
  const lanes: Record<Lane, LaneState> = {
    chat: laneOf({ ...simulation, requestsPerMinute: simulation.rpm, tokensPerMinute: simulation.tpm }),
    embeddings: laneOf({
      ...simulation,
      requestsPerMinute: simulation.embeddingRpm,
      tokensPerMinute: simulation.embeddingTpm,
    }),
  };
  const arrivals = new Map<string, number>();
  const attempts = new Map<string, number>();
  const log: LogEntry[] = [];
  let startedAt: number | null = null;

  const timeOf = (now: number): number => {
    if (startedAt === null) {
      startedAt = now;
      onFirstCall?.();
    }
    return now - startedAt;
  };

  const receive = (now: number, call: SimulatedCall): Ticket => {
    const time = timeOf(now);
    const lane = lanes[call.lane];
    const hash = contentHash(call);
    const arrival = countUp(arrivals, hash);
    arrive(lane.tally);
    const refused = refusal(simulation, call, lane, phaseAt(simulation, time, hash, arrival), time);
    if (refused !== null) return ticket({ call, hash, time, number: null, charged: 0, outcome: refused });
    const inputTokens = tokensOf(wordsOf(call));
    const maxOutputTokens = call.lane === "chat" ? (call.maxOutputTokens ?? 0) : 0;
    const { verdict, state, standings } = admit(lane.rules, lane.pool, time, { inputTokens, maxOutputTokens });
    lane.pool = state;
    if (verdict.outcome !== "admitted") {
      if (verdict.outcome === "too-large") lane.tally.tooLarge++;
      else lane.tally.rateLimited++;
      const outcome = failed(limitFailure(verdict, call.model), standings);
      return ticket({ call, hash, time, number: null, charged: 0, outcome });
    }
    const number = countUp(attempts, hash);
    const attempt: Attempt = { call, hash, number, standings, fault: faultOf(call, simulation, hash, number) };
    const outcome = inOutages(simulation, time, outcomeOf(simulation, attempt));
    book(lane.tally, time, verdict.tokens, attempt);
    return ticket({ call, hash, time, number, charged: verdict.tokens, outcome });
  };

  const ticket = (received: Received): Ticket => ({
    outcome: received.outcome,
    end: (now, ending) => {
      const { call, charged, outcome } = received;
      const lane = lanes[call.lane];
      const time = timeOf(now);
      leave(lane.tally, time, ending, outcome);
      if (ending === "complete" && outcome.kind === "reply" && simulation.refund === "on-complete") {
        const unused = Math.max(0, charged - outcome.usage.inputTokens - outcome.usage.outputTokens);
        lane.pool = refund(lane.rules, lane.pool, time, unused);
        lane.tally.tokensRefunded += unused;
      }
      if (keepLog) log.push(entryOf(received, time, ending));
    },
  });

  return {
    receive,
    refuse: (now, lane) => {
      timeOf(now);
      const { tally } = lanes[lane];
      for (const count of ["calls", "refused", "failed"] as const) tally[count]++;
    },
    get books() {
      const prompts = Object.fromEntries([...attempts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      return { chat: { ...lanes.chat.tally }, embeddings: { ...lanes.embeddings.tally }, prompts };
    },
    log,
    reset: () => {
      startedAt = null;
      for (const lane of Object.values(lanes)) Object.assign(lane, laneOf(lane.rules));
      for (const counts of [arrivals, attempts]) counts.clear();
      log.length = 0;
    },
  };
}

interface Received {
  readonly call: SimulatedCall;
  readonly hash: string;
  readonly time: number;
  readonly number: number | null;
  readonly charged: number;
  readonly outcome: Outcome;
}

function laneOf(rules: PoolRules): LaneState {
  return { rules, pool: openPool(rules), tally: emptyTally() };
}

function countUp(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

function failed(failure: Failure, standings: Standings | null, afterMs = 0): Outcome {
  return { kind: "failure", failure, afterMs, standings };
}

/** What keeps a call from being looked at by admission, counted; null where nothing does. */
function refusal(
  simulation: Simulation,
  call: SimulatedCall,
  lane: LaneState,
  phase: Phase | null,
  time: number,
): Outcome | null {
  const { tally } = lane;
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
  return failed(failure, standingsOf(lane.rules, lane.pool, time));
}

/** A reply breaks off where an outage begins before it is complete. */
function inOutages(simulation: Simulation, time: number, outcome: Outcome): Outcome {
  if (outcome.kind !== "reply") return outcome;
  const ends = outcome.breaksOff?.how === "silent" ? Number.POSITIVE_INFINITY : endOf(outcome);
  const at = breaksOffAt(simulation, time, time + ends);
  return at === null ? outcome : { ...outcome, breaksOff: { afterMs: at - time, how: "lost" } };
}

function endOf({ pace, breaksOff }: Reply): number {
  return breaksOff?.afterMs ?? pace.totalMs;
}

function arrive(tally: LaneTally): void {
  tally.calls++;
  tally.inFlight++;
  tally.mostInFlight = Math.max(tally.mostInFlight, tally.inFlight);
}

function book(tally: LaneTally, time: number, charged: number, { fault }: Attempt): void {
  tally.admitted++;
  tally.tokensCharged += charged;
  tally.lastDispatchMs = time;
  if (fault !== null) countFault(tally, fault);
}

function leave(tally: LaneTally, time: number, ending: Ending, outcome: Outcome): void {
  tally.inFlight--;
  tally[ending]++;
  if (ending !== "complete" || outcome.kind !== "reply") return;
  tally.lastReplyMs = Math.max(tally.lastReplyMs, time);
  tally.inputTokens += outcome.usage.inputTokens;
  tally.outputTokens += outcome.usage.outputTokens;
}

function entryOf({ call, hash, time, number, charged, outcome }: Received, endedMs: number, ending: Ending): LogEntry {
  const { inputTokens, outputTokens } = outcome.kind === "reply" ? outcome.usage : { inputTokens: 0, outputTokens: 0 };
  const result = outcome.kind === "failure" ? (outcome.failure.code ?? String(outcome.failure.status)) : ending;
  return {
    lane: call.lane,
    hash,
    attempt: number,
    arrivedMs: time,
    endedMs,
    result,
    tokensCharged: charged,
    inputTokens,
    outputTokens,
  };
}
