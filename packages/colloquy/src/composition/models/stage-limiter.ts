import { DEFAULTS } from "../../config/index.ts";
import type { CallCost, ModelStage } from "../../ports/index.ts";
import { type CallObserver, type Pingable, pingCost } from "../../calls/index.ts";
import {
  createRateLimiter,
  type LimiterEvent,
  type RateLimiter,
  type RateLimiterOptions,
  systemClock,
} from "@colloquy/rate-limit";
import type { LimitOptions } from "./model-options.ts";

/** What a stage calls: a model, or something that runs on this machine and costs nothing. */
export interface StagePort extends Pingable {
  readonly concurrency?: number;
}

/** Admits the calls of a stage: at the rate of its provider's limits, or as many at once as a local port takes. */
export function createStageLimiter(
  stage: ModelStage,
  port: StagePort,
  options: LimitOptions,
  { observer, onEvent }: { readonly observer: CallObserver; readonly onEvent: (event: LimiterEvent) => void },
): RateLimiter {
  const maxConcurrent = ceiling(port, options.maxConcurrent ?? "auto");
  const limits = { clock: systemClock, maxConcurrent, giveUpAfterMs: giveUpAfterOf(options), onEvent };
  // What runs on this machine is waited for, however long it takes.
  if (!port.paid) return createRateLimiter({ ...limits, timeoutMs: null });
  const { requests, tokens } = givenLimits(stage, options);
  return createRateLimiter({
    ...limits,
    timeoutMs: options.timeoutMs ?? 1000 * DEFAULTS.timeout,
    ping: port.ping === undefined ? undefined : pingOf(pingCost(stage, port), port.ping.bind(port), observer),
    ...(requests === undefined ? {} : { requestsPerMinute: requests }),
    ...(tokens === undefined ? {} : { tokensPerMinute: tokens }),
  });
}

/** Each is a call of its own. */
function pingOf(
  cost: CallCost,
  ping: NonNullable<StagePort["ping"]>,
  observer: CallObserver,
): RateLimiterOptions["ping"] {
  return (options) => observer.pinging(cost, ping, (usage) => usage)({ ...options, attempt: 0 });
}

/** How long a provider that answers no call is waited for. */
export function giveUpAfterOf(options: LimitOptions): number {
  return options.giveUpAfterMs ?? 1000 * DEFAULTS.giveUpAfter;
}

/** The limits a minute that the user gave. */
export function givenLimits(
  stage: ModelStage,
  options: LimitOptions,
): { readonly requests: number | undefined; readonly tokens: number | undefined } {
  return stage === "extract"
    ? { requests: options.requestsPerMinute, tokens: options.tokensPerMinute }
    : { requests: options.embeddingRequestsPerMinute, tokens: options.embeddingTokensPerMinute };
}

function ceiling({ paid, concurrency }: StagePort, asked: number | "auto"): number | "auto" {
  if (concurrency === undefined) return asked === "auto" && !paid ? 1 : asked;
  return asked === "auto" ? concurrency : Math.min(concurrency, asked);
}
