import { type CallCost, CallError, type CallOptions, type Clock, type ModelStage, type Usage } from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { systemClock } from "@colloquy/rate-limit";
import type { Budget } from "./budget.ts";
import type { CallListener } from "./call-events.ts";
import type { CallObserver } from "./call-observer.ts";
import { CancelledCall } from "./cancelled-call.ts";
import { type FirstCall, firstCallFailure, sendFirst } from "./first-call.ts";

/** For ports without a ping cost. An embedding has no output, and no price for it. */
const SMALLEST_CALLS: Readonly<Record<ModelStage, CallCost>> = {
  extract: { inputTokens: 16, maxOutputTokens: 64 },
  embed: { inputTokens: 16, maxOutputTokens: 0 },
};
/** One useless reply may be chance. */
const REPLIES = 2;

/** The part of a port that a ping needs. */
export interface Pingable {
  readonly paid: boolean;
  readonly pingCost?: CallCost;
  ping?(options: CallOptions): Promise<Usage | null>;
}

/** The most that a ping of a stage's model uses. */
export function pingCost(stage: ModelStage, port: Pick<Pingable, "pingCost">): CallCost {
  return port.pingCost ?? SMALLEST_CALLS[stage];
}

/** What a ping passes through. */
export interface PingParts {
  readonly stage: ModelStage;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  readonly emit: CallListener;
  /** How long a server that accepts calls and does not reply is waited for. Default: as long as the limiter waits. */
  readonly giveUpAfterMs?: number | undefined;
  readonly clock?: Clock;
}

/**
 * Pings a model, if it can be pinged and the budget has room for it. False: there is no room, or the run is stopped, and
 * no call of the stage is to be sent.
 * @throws ColloquyError `provider` when the model does not reply.
 */
export async function pingWithinBudget(
  port: Pingable,
  { budget, stop, ...parts }: PingParts & { readonly budget: Budget; readonly stop: AbortSignal },
): Promise<boolean> {
  if (port.ping === undefined) return true;
  const { stage, observer, emit } = parts;
  const price = { stage, mostUsd: observer.mostOf(pingCost(stage, port)) };
  const reservation = await budget.admit(price, stop);
  if (reservation === null) {
    const reached = budget.reachedBy(price);
    if (!stop.aborted && reached !== null) emit(reached);
    return false;
  }
  try {
    await ping(port, parts);
    return true;
  } finally {
    reservation.settle(0);
  }
}

/**
 * Shows that calls of a stage will be answered, before anything is spent. Resolves also where the run is stopped meanwhile.
 * @throws ColloquyError `provider` when they will not be.
 */
export async function ping(
  port: Pingable,
  { stage, limiter, observer, emit, giveUpAfterMs = Infinity, clock = systemClock }: PingParts,
): Promise<void> {
  const { ping: send } = port;
  if (send === undefined) return;
  const cost = pingCost(stage, port);
  for (let reply = 1; ; reply += 1) {
    const call: FirstCall<Usage | null> = {
      cost,
      send: observer.pinging(cost, send.bind(port), (usage) => usage),
      model: stage === "extract" ? "extraction model" : "embedding model",
      // A port on this machine is waited for, however long it takes.
      giveUpAfterMs: port.paid ? giveUpAfterMs : Infinity,
      notice: (message) => emit({ event: "notice", message }),
      clock,
    };
    try {
      await sendFirst(call, limiter);
      return;
    } catch (error) {
      if (error instanceof CancelledCall) return;
      if (reply === REPLIES || !isInvalid(error)) throw firstCallFailure(error);
    }
  }
}

function isInvalid(error: unknown): boolean {
  return CallError.isInstance(error) && error.kind === "invalid";
}
