import {
  type CallTokens,
  CallError,
  type CallOptions,
  type Clock,
  type ModelStage,
  type Usage,
} from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { systemClock } from "@colloquy/rate-limit";
import type { Budget } from "./budget.ts";
import type { CallListener } from "./call-events.ts";
import type { CallObserver } from "./call-observer.ts";
import { CancelledCall } from "./cancelled-call.ts";
import { type FirstCall, firstCallFailure, sendFirst } from "./first-call.ts";

/** Tokens for ports without `pingTokens`. An embedding has no output tokens. */
const SMALLEST_CALLS: Readonly<Record<ModelStage, CallTokens>> = {
  extract: { inputTokens: 16, maxOutputTokens: 64 },
  embed: { inputTokens: 16, maxOutputTokens: 0 },
  check: { inputTokens: 16, maxOutputTokens: 64 },
  judge: { inputTokens: 16, maxOutputTokens: 64 },
  summarise: { inputTokens: 16, maxOutputTokens: 64 },
  answer: { inputTokens: 16, maxOutputTokens: 64 },
};
const MODELS: Readonly<Record<ModelStage, string>> = {
  extract: "extraction model",
  embed: "embedding model",
  check: "verification model",
  judge: "resolution model",
  summarise: "model of the summaries",
  answer: "model of the answer",
};
/** Invalid replies until a ping fails: one may be chance. */
const REPLIES = 2;

/** The part of a port that a ping needs. */
export interface Pingable {
  readonly paid: boolean;
  readonly pingTokens?: CallTokens;
  ping?(options: CallOptions): Promise<Usage | null>;
}

/** The most tokens of a ping of a stage's model. */
export function pingTokens(stage: ModelStage, port: Pick<Pingable, "pingTokens">): CallTokens {
  return port.pingTokens ?? SMALLEST_CALLS[stage];
}

/** The parts that a ping uses. */
export interface PingParts {
  readonly stage: ModelStage;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  readonly emit: CallListener;
  /** The longest wait for a server that accepts calls and does not reply. Default: that of the limiter. */
  readonly giveUpAfterMs?: number | undefined;
  readonly clock?: Clock;
}

/**
 * Pings a model, if its port supports pings and the budget has room. False: the budget has no room or the run is stopped, and
 * the stage sends no calls.
 * @throws ColloquyError `provider` when the model does not reply.
 */
export async function pingWithinBudget(
  port: Pingable,
  { budget, stop, ...parts }: PingParts & { readonly budget: Budget; readonly stop: AbortSignal },
): Promise<boolean> {
  if (port.ping === undefined) return true;
  const { stage, observer, emit } = parts;
  const price = { stage, mostUsd: observer.mostOf(pingTokens(stage, port)) };
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
    reservation.release(0);
  }
}

/**
 * Pings a model, to see whether it replies before chunks are sent. Also resolves if the run is stopped during the ping.
 * @throws ColloquyError `provider` when the model does not reply.
 */
export async function ping(
  port: Pingable,
  { stage, limiter, observer, emit, giveUpAfterMs = Infinity, clock = systemClock }: PingParts,
): Promise<void> {
  const { ping: send } = port;
  if (send === undefined) return;
  const tokens = pingTokens(stage, port);
  for (let reply = 1; ; reply += 1) {
    const call: FirstCall<Usage | null> = {
      tokens,
      send: observer.pinging(tokens, send.bind(port), (usage) => usage),
      model: MODELS[stage],
      // A port on this machine has no time limit.
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
