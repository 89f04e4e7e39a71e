import { NO_USAGE } from "./usage.ts";
import { type Account, booksOf, countUp, openAccount } from "./account.ts";
import { admit, refund } from "./admission.ts";
import { type Attempt, outcomeOf } from "./attempt.ts";
import type { Books, Ending, LogEntry } from "./books.ts";
import { contentHash, type Lane, type SimulatedCall, tokensOf, wordsOf } from "./calls.ts";
import { limitFailure } from "./failures.ts";
import { type Fault, faultOf } from "./faults.ts";
import type { Simulation } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { brokenOff, phaseAt } from "./phases.ts";
import { servedFromCache } from "./prompt-cache.ts";
import { failed, refusalOf } from "./refusals.ts";
import { countAdmitted, countArrival, countEnd } from "./tally.ts";

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
  /** Forgets everything, as if no call had come; calls that are under way leave no trace any more. */
  reset(): void;
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
  let account = openAccount(simulation);
  const begunAt = (now: number): number => {
    if (account.startedAt === null) {
      account.startedAt = now;
      onFirstCall?.();
    }
    return account.startedAt;
  };
  return {
    receive: (now, call) => {
      const start = begunAt(now);
      const current = account;
      const received = receive(simulation, current, now - start, call);
      const end = (then: number, ending: Ending): void => {
        settle(simulation, current, received, then - start, ending);
        if (keepLog) current.log.push(entryOf(received, then - start, ending));
      };
      return { outcome: received.outcome, end };
    },
    refuse: (now, lane) => {
      begunAt(now);
      const { tally } = account.lanes[lane];
      for (const count of ["calls", "refused", "failed"] as const) tally[count]++;
    },
    get books() {
      return booksOf(account);
    },
    get log() {
      return account.log;
    },
    reset: () => {
      account = openAccount(simulation);
    },
  };
}

/** A call and what becomes of it. */
interface Received {
  readonly call: SimulatedCall;
  readonly hash: string;
  readonly time: number;
  /** Among the admitted attempts of its content, from 0; null where it was not admitted. */
  readonly number: number | null;
  readonly charged: number;
  readonly fault: Fault | null;
  readonly outcome: Outcome;
}

function receive(simulation: Simulation, account: Account, time: number, call: SimulatedCall): Received {
  const lane = account.lanes[call.lane];
  const hash = contentHash(call);
  const arrival = countUp(account.arrivals, hash);
  countArrival(lane.tally);
  const turnedAway = { call, hash, time, number: null, charged: 0, fault: null };
  const refused = refusalOf(simulation, call, lane, phaseAt(simulation, time, hash, arrival), time);
  if (refused !== null) return { ...turnedAway, outcome: refused };
  const inputTokens = tokensOf(wordsOf(call));
  const maxOutputTokens = call.lane === "chat" ? (call.maxOutputTokens ?? 0) : 0;
  const { verdict, state, standings } = admit(lane.rules, lane.pool, time, { inputTokens, maxOutputTokens });
  lane.pool = state;
  if (verdict.outcome !== "admitted") {
    lane.tally[verdict.outcome === "too-large" ? "tooLarge" : "rateLimited"]++;
    return { ...turnedAway, outcome: failed(limitFailure(verdict, call.model), standings) };
  }
  const number = countUp(account.attempts, hash);
  const fault = faultOf(call, simulation, hash, number);
  countAdmitted(lane.tally, time, verdict.tokens, fault);
  const cachedTokens = servedFromCache(account.promptCache, call);
  const attempt: Attempt = { call, hash, number, standings, fault, cachedTokens };
  const outcome = brokenOff(simulation, time, outcomeOf(simulation, attempt));
  return { call, hash, time, number, charged: verdict.tokens, fault, outcome };
}

function settle(
  { refund: rule }: Simulation,
  { lanes }: Account,
  { call, charged, outcome }: Received,
  time: number,
  ending: Ending,
): void {
  const lane = lanes[call.lane];
  countEnd(lane.tally, time, ending, outcome);
  if (rule === "none" || ending !== "complete" || outcome.kind !== "reply") return;
  const unused = Math.max(0, charged - outcome.usage.inputTokens - outcome.usage.outputTokens);
  lane.pool = refund(lane.rules, lane.pool, time, unused);
  lane.tally.tokensRefunded += unused;
}

function entryOf(received: Received, endedMs: number, ending: Ending): LogEntry {
  const { call, hash, time, number, charged, fault, outcome } = received;
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } =
    outcome.kind === "reply" ? outcome.usage : NO_USAGE;
  return {
    lane: call.lane,
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
