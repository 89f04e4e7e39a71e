import { ColloquyError } from "../model/index.ts";
import { type CallCost, CallError, type CallOptions, type Usage } from "../ports/index.ts";
import type { RateLimiter } from "../rate-limit/rate-limiter.ts";
import { CONNECTION_ATTEMPTS, sentenceOf, stoppingError } from "./call-failure.ts";
import type { PlannedLane } from "./plan-lane.ts";
import type { RunTally } from "./run-tally.ts";
import { Withdrawal } from "./withdrawal.ts";

/** Where a port does not say what its smallest call takes of the limits. */
const SMALLEST_CALL: CallCost = { inputTokens: 16, maxOutputTokens: 16 };
/** One useless reply may be chance. */
const REPLIES = 2;

interface Verifiable {
  readonly paid: boolean;
  readonly verifyCost?: CallCost;
  verify?(options: CallOptions): Promise<Usage | null>;
}

/**
 * Makes sure that a lane's calls will be answered, before anything is spent; does nothing where nothing is pending.
 * @throws ColloquyError `provider` when they will not be.
 */
export async function verifyLane(
  port: Verifiable,
  { plan }: PlannedLane,
  limiter: RateLimiter,
  tally: RunTally,
): Promise<void> {
  if (plan.total === 0 || port.verify === undefined) return;
  for (let reply = 1; ; reply += 1) {
    try {
      tally.checked(plan.lane, port.paid, await verifyOnce(port, limiter));
      return;
    } catch (error) {
      if (error instanceof Withdrawal) return;
      if (reply === REPLIES || !isInvalid(error))
        throw stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
      tally.checked(plan.lane, port.paid, null);
    }
  }
}

function verifyOnce(port: Verifiable, limiter: RateLimiter): Promise<Usage | null> {
  return limiter.run({
    cost: port.verifyCost ?? SMALLEST_CALL,
    send: async (options) => {
      try {
        return (await port.verify?.(options)) ?? null;
      } catch (error) {
        const unreachable = CallError.isInstance(error) && error.kind === "network";
        throw unreachable && options.attempt + 1 >= CONNECTION_ATTEMPTS ? refusal(error) : error;
      }
    },
  });
}

function isInvalid(error: unknown): boolean {
  return CallError.isInstance(error) && error.kind === "invalid";
}

function refusal(error: unknown): ColloquyError {
  return new ColloquyError(
    "provider",
    `${sentenceOf(error)} Nothing was sent yet: mend it and run the same command again.`,
    { cause: error },
  );
}
