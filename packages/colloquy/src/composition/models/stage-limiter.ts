import { DEFAULTS } from "../../config/index.ts";
import type { CallTokens, ModelStage } from "../../ports/index.ts";
import { type CallObserver, type Pingable, pingTokens } from "../../calls/index.ts";
import {
  createRateLimiter,
  type LimiterEvent,
  type RateLimiter,
  type RateLimiterOptions,
  systemClock,
} from "@colloquy/rate-limit";
import type { LimitOptions } from "./model-options.ts";

/** The port that a stage calls: a model, or a free local port. */
export interface StagePort extends Pingable {
  readonly concurrency?: number;
}

/** Limits the calls of a stage: by the provider's limits, or by the concurrency of a local port. */
export function createStageLimiter(
  stage: ModelStage,
  port: StagePort,
  options: LimitOptions,
  { observer, onEvent }: { readonly observer: CallObserver; readonly onEvent: (event: LimiterEvent) => void },
): RateLimiter {
  const maxConcurrent = concurrencyLimit(port, options.maxConcurrent ?? "auto");
  const limits = { clock: systemClock, maxConcurrent, giveUpAfterMs: giveUpAfterOf(options), onEvent };
  // Local work has no timeout.
  if (!port.paid) return createRateLimiter({ ...limits, timeoutMs: null });
  const { requests, tokens } = givenLimits(stage, options);
  const most = pingTokens(stage, port);
  return createRateLimiter({
    ...limits,
    timeoutMs: options.timeoutMs ?? 1000 * DEFAULTS.timeout,
    ping: port.ping === undefined ? undefined : pingOf(most, port.ping.bind(port), observer),
    mayPing: () => observer.hasRoomFor(most),
    ...(requests === undefined ? {} : { requestsPerMinute: requests }),
    ...(tokens === undefined ? {} : { tokensPerMinute: tokens }),
  });
}

/** Counts each ping as a call. */
function pingOf(
  tokens: CallTokens,
  ping: NonNullable<StagePort["ping"]>,
  observer: CallObserver,
): RateLimiterOptions["ping"] {
  return (options) => observer.pinging(tokens, ping, (usage) => usage)(options);
}

/** How long a run waits for a provider that does not respond, in milliseconds. */
export function giveUpAfterOf(options: LimitOptions): number {
  return options.giveUpAfterMs ?? 1000 * DEFAULTS.giveUpAfter;
}

/** The limits per minute that the user set. */
export function givenLimits(
  stage: ModelStage,
  options: LimitOptions,
): { readonly requests: number | undefined; readonly tokens: number | undefined } {
  return stage === "embed"
    ? { requests: options.embeddingRequestsPerMinute, tokens: options.embeddingTokensPerMinute }
    : { requests: options.requestsPerMinute, tokens: options.tokensPerMinute };
}

function concurrencyLimit({ paid, concurrency }: StagePort, requested: number | "auto"): number | "auto" {
  if (concurrency === undefined) return requested === "auto" && !paid ? 1 : requested;
  return requested === "auto" ? concurrency : Math.min(concurrency, requested);
}
