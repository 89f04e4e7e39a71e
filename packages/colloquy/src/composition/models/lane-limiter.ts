import { DEFAULTS, secondsOf } from "../../config/index.ts";
import type { CallCost, CallOptions, Lane, Usage } from "../../ports/index.ts";
import { type CallObserver, smallestCall } from "../../pipeline/index.ts";
import {
  createRateLimiter,
  type LimiterEvent,
  type RateLimiter,
  type RateLimiterOptions,
  systemClock,
} from "@colloquy/rate-limit";
import type { LimitOptions } from "./model-options.ts";

/** What a lane asks: a model, or something that runs on this machine and costs nothing. */
export interface LanePort {
  readonly paid: boolean;
  readonly concurrency?: number;
  /** The smallest call that shows whether anybody is answered, and what it takes at most. */
  readonly verifyCost?: CallCost;
  verify?(options: CallOptions): Promise<Usage | null>;
}

/** Admits the calls of a lane: at the rate of its provider's limits, or as many at once as a local port takes. */
export function createLaneLimiter(
  lane: Lane,
  port: LanePort,
  options: LimitOptions,
  { observer, onEvent }: { readonly observer: CallObserver; readonly onEvent: (event: LimiterEvent) => void },
): RateLimiter {
  const maxConcurrent = ceiling(port, options.maxConcurrent ?? "auto");
  const limits = { clock: systemClock, maxConcurrent, giveUpAfterMs: giveUpAfterMs(options), onEvent };
  // What runs on this machine is waited for, however long it takes.
  if (!port.paid) return createRateLimiter({ ...limits, timeoutMs: null });
  const [rpm, tpm] = lane === "extraction" ? [options.rpm, options.tpm] : [options.embeddingRpm, options.embeddingTpm];
  return createRateLimiter({
    ...limits,
    timeoutMs: milliseconds(options.timeout ?? DEFAULTS.timeout),
    ping: port.verify === undefined ? undefined : pingOf(smallestCall(lane, port), port.verify.bind(port), observer),
    ...(rpm === undefined ? {} : { requestsPerMinute: rpm }),
    ...(tpm === undefined ? {} : { tokensPerMinute: tpm }),
  });
}

/** Each is a call of its own. */
function pingOf(
  cost: CallCost,
  verify: NonNullable<LanePort["verify"]>,
  observer: CallObserver,
): RateLimiterOptions["ping"] {
  return (options) => observer.verifying(cost, verify, (usage) => usage)({ ...options, attempt: 0 });
}

/** How long a provider that answers nobody is waited for. */
export function giveUpAfterMs({ giveUpAfter = DEFAULTS.giveUpAfter }: LimitOptions): number {
  return milliseconds(giveUpAfter);
}

function ceiling({ paid, concurrency }: LanePort, asked: number | "auto"): number | "auto" {
  if (concurrency === undefined) return asked === "auto" && !paid ? 1 : asked;
  return asked === "auto" ? concurrency : Math.min(concurrency, asked);
}

/** @param written checked at the door. */
function milliseconds(written: number | string): number {
  return Number(secondsOf(written)) * 1000;
}
