import { ColloquyError } from "../model/index.ts";
import { CallError, type CallOptions } from "../ports/index.ts";
import type { RateLimiter } from "../rate-limit/rate-limiter.ts";
import { stoppingError } from "./call-failure.ts";
import { reasonOf } from "./ask-again.ts";
import type { PlannedLane } from "./plan-lane.ts";
import { Withdrawal } from "./withdrawal.ts";

/** What the smallest call takes of the limits. */
const SMALLEST_CALL = { inputTokens: 16, maxOutputTokens: 16 };
/** A server that cannot be reached at the start is no outage that is to be waited for: it is likelier that its address is wrong. */
const CONNECTION_ATTEMPTS = 3;

/**
 * Makes sure that a lane's calls will be answered, before anything is spent; does nothing where nothing is pending.
 * @throws ColloquyError `provider` when they will not be.
 */
export async function verifyLane(
  port: { verify?(options: CallOptions): Promise<void> },
  { plan }: PlannedLane,
  limiter: RateLimiter,
): Promise<void> {
  if (plan.total === 0 || port.verify === undefined) return;
  try {
    await limiter.run<void>({
      cost: SMALLEST_CALL,
      send: async (options) => {
        try {
          await port.verify?.(options);
        } catch (error) {
          const unreachable = CallError.isInstance(error) && error.kind === "network";
          throw unreachable && options.attempt + 1 >= CONNECTION_ATTEMPTS ? refusal(error) : error;
        }
      },
    });
  } catch (error) {
    if (error instanceof Withdrawal) return;
    throw stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
  }
}

function refusal(error: unknown): ColloquyError {
  const sentence = reasonOf(error).trim().replace(/\.$/, "");
  return new ColloquyError("provider", `${sentence}. Nothing was sent yet: mend it and run the same command again.`, {
    cause: error,
  });
}
