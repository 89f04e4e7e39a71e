import { type CallCost, CallError, type CallOptions, type Clock, type Lane, type Usage } from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { systemClock } from "@colloquy/rate-limit";
import type { CallObserver } from "./call-observer.ts";
import type { RunListener } from "./events.ts";
import { firstCallFailure, sendFirst } from "./first-call.ts";
import type { PlannedLane } from "./lane.ts";
import { Withdrawal } from "./withdrawal.ts";

/** Where a port does not say what its smallest call takes. Embeddings write nothing, and have no price for it. */
const SMALLEST_CALLS: Readonly<Record<Lane, CallCost>> = {
  extraction: { inputTokens: 16, maxOutputTokens: 64 },
  embedding: { inputTokens: 16, maxOutputTokens: 0 },
};
/** One useless reply may be chance. */
const REPLIES = 2;

/** What a port has for it. */
export interface Verifiable {
  readonly paid: boolean;
  readonly verifyCost?: CallCost;
  verify?(options: CallOptions): Promise<Usage | null>;
}

/** What it takes at most to see whether the calls of a lane are answered. */
export function smallestCall(lane: Lane, { verifyCost }: Pick<Verifiable, "verifyCost">): CallCost {
  return verifyCost ?? SMALLEST_CALLS[lane];
}

export interface Verification {
  readonly observer: CallObserver;
  readonly emit: RunListener;
  /** How long a server that accepts calls and says nothing is waited for. Default: as long as the limiter does. */
  readonly giveUpAfterMs?: number | undefined;
  readonly clock?: Clock;
}

/**
 * Makes sure that a lane's calls will be answered, before anything is spent; does nothing where nothing is pending.
 * @throws ColloquyError `provider` when they will not be.
 */
export async function verifyLane(
  port: Verifiable,
  { plan }: PlannedLane,
  limiter: RateLimiter,
  { observer, emit, giveUpAfterMs = Infinity, clock = systemClock }: Verification,
): Promise<void> {
  if (plan.total === 0 || port.verify === undefined) return;
  // What runs on this machine is waited for, however long it takes.
  const patience = {
    clock,
    giveUpAfterMs: port.paid ? giveUpAfterMs : Infinity,
    tell: (message: string) => emit({ event: "notice", message }),
    model: plan.lane === "extraction" ? "extraction model" : "embedding model",
  };
  const cost = smallestCall(plan.lane, port);
  for (let reply = 1; ; reply += 1) {
    const verify = async (options: CallOptions): Promise<Usage | null> => (await port.verify?.(options)) ?? null;
    const call = { cost, send: observer.verifying(cost, verify, (usage) => usage) };
    try {
      await sendFirst(call, limiter, patience);
      return;
    } catch (error) {
      if (error instanceof Withdrawal) return;
      if (reply === REPLIES || !isInvalid(error)) throw firstCallFailure(error);
    }
  }
}

function isInvalid(error: unknown): boolean {
  return CallError.isInstance(error) && error.kind === "invalid";
}
