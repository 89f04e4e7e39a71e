import { type ProviderState, accountsOf, countUp, openState } from "./state.ts";
import { admit, refund } from "./admission.ts";
import { type Attempt, outcomeOf } from "./attempt.ts";
import type { Accounts, Ending, LogEntry } from "./accounts.ts";
import { contentHash, type Endpoint, type SimulatedCall, tokensOf, wordsOf } from "./calls.ts";
import { limitFailure } from "./failures.ts";
import { type Fault, faultOf } from "./faults.ts";
import type { Simulation } from "./options.ts";
import { NO_USAGE, type Outcome } from "./outcome.ts";
import { brokenOff, phaseAt } from "./phases.ts";
import { servedFromCache } from "./prompt-cache.ts";
import { failed, refusalOf } from "./refusals.ts";
import { countAdmitted, countArrival, countEnd } from "./tally.ts";

/** A call that the provider received. */
export interface ReceivedCall {
  readonly outcome: Outcome;
  /** To be called once, when the call has ended. */
  end(now: number, ending: Ending): void;
}

/** The provider without clock and network. Times are milliseconds of the caller's clock. */
export interface Provider {
  /** Decides the outcome of a call. Calls must be passed in the order of their times. */
  receive(now: number, call: SimulatedCall): ReceivedCall;
  /** Counts a call that was refused before it was read. */
  refuse(now: number, endpoint: Endpoint): void;
  readonly accounts: Accounts;
  readonly log: readonly LogEntry[];
  /** Forgets all calls. Calls in flight are not counted afterwards. */
  reset(): void;
}

export interface ProviderOptions {
  /** Whether `log` keeps every call, which needs memory. Default true. */
  readonly keepLog?: boolean;
  readonly onFirstCall?: () => void;
}

export function createProvider(
  simulation: Simulation,
  { keepLog = true, onFirstCall }: ProviderOptions = {},
): Provider {
  let state = openState(simulation);
  const begunAt = (now: number): number => {
    if (state.startedAt === null) {
      state.startedAt = now;
      onFirstCall?.();
    }
    return state.startedAt;
  };
  return {
    receive: (now, call) => {
      const start = begunAt(now);
      const current = state;
      const received = receive(simulation, current, now - start, call);
      const end = (then: number, ending: Ending): void => {
        settle(simulation, current, received, then - start, ending);
        if (keepLog) current.log.push(entryOf(received, then - start, ending));
      };
      return { outcome: received.outcome, end };
    },
    refuse: (now, endpoint) => {
      begunAt(now);
      const { tally } = state.endpoints[endpoint];
      for (const count of ["calls", "refused", "failed"] as const) tally[count]++;
    },
    get accounts() {
      return accountsOf(state);
    },
    get log() {
      return state.log;
    },
    reset: () => {
      state = openState(simulation);
    },
  };
}

/** A call with its outcome. */
interface CallRecord {
  readonly call: SimulatedCall;
  readonly hash: string;
  readonly time: number;
  /** Among the admitted attempts of its content, from 0; null if it was not admitted. */
  readonly number: number | null;
  readonly charged: number;
  readonly fault: Fault | null;
  readonly outcome: Outcome;
}

function receive(simulation: Simulation, state: ProviderState, time: number, call: SimulatedCall): CallRecord {
  const endpoint = state.endpoints[call.endpoint];
  const hash = contentHash(call);
  const arrival = countUp(state.arrivals, hash);
  countArrival(endpoint.tally);
  const turnedAway = { call, hash, time, number: null, charged: 0, fault: null };
  const refused = refusalOf(simulation, call, endpoint, phaseAt(simulation, time, hash, arrival), time);
  if (refused !== null) return { ...turnedAway, outcome: refused };
  const inputTokens = tokensOf(wordsOf(call));
  const maxOutputTokens = call.endpoint === "chat" ? (call.maxOutputTokens ?? 0) : 0;
  const { verdict, state: pool, limits } = admit(endpoint.rules, endpoint.pool, time, { inputTokens, maxOutputTokens });
  endpoint.pool = pool;
  if (verdict.outcome !== "admitted") {
    endpoint.tally[verdict.outcome === "too-large" ? "tooLarge" : "rateLimited"]++;
    return { ...turnedAway, outcome: failed(limitFailure(verdict, call.model), limits) };
  }
  const number = countUp(state.attempts, hash);
  const fault = faultOf(call, simulation, hash, number);
  countAdmitted(endpoint.tally, time, verdict.tokens, fault);
  const cachedTokens = servedFromCache(state.promptCache, call);
  const attempt: Attempt = { call, hash, number, limits, fault, cachedTokens };
  const outcome = brokenOff(simulation, time, outcomeOf(simulation, attempt));
  return { call, hash, time, number, charged: verdict.tokens, fault, outcome };
}

function settle(
  { refund: rule }: Simulation,
  { endpoints }: ProviderState,
  { call, charged, outcome }: CallRecord,
  time: number,
  ending: Ending,
): void {
  const endpoint = endpoints[call.endpoint];
  countEnd(endpoint.tally, time, ending, outcome);
  if (rule === "none" || ending !== "complete" || outcome.kind !== "reply") return;
  const unused = Math.max(0, charged - outcome.usage.inputTokens - outcome.usage.outputTokens);
  endpoint.pool = refund(endpoint.rules, endpoint.pool, time, unused);
  endpoint.tally.tokensRefunded += unused;
}

function entryOf(received: CallRecord, endedMs: number, ending: Ending): LogEntry {
  const { call, hash, time, number, charged, fault, outcome } = received;
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } =
    outcome.kind === "reply" ? outcome.usage : NO_USAGE;
  return {
    endpoint: call.endpoint,
    model: call.model,
    hash,
    attempt: number,
    arrivedMs: time,
    endedMs,
    result: outcome.kind === "failure" ? (outcome.failure.code ?? String(outcome.failure.status)) : ending,
    fault,
    tokensCharged: charged,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    reasoningTokens,
  };
}
