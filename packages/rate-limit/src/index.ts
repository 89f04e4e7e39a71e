/**
 * Admission control for the calls of any provider. It sends as much as the limits allow, learns the limits and what calls
 * charges, waits as long as the provider asks, and retries failures that may pass. No call is lost.
 */
export type { CallTokens, Usage } from "./call-tokens.ts";
export { NO_USAGE } from "./call-tokens.ts";
export { CallError, type CallErrorDetails, type CallErrorKind, FATAL_KINDS } from "./call-error.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { LimitedResource, LimitReading } from "./limit-reading.ts";
export { createRateLimiter } from "./limiter.ts";
export type { RateLimiterOptions } from "./options.ts";
export type { Call, LimiterEvent, LimiterSnapshot, RateLimiter, SendOptions } from "./rate-limiter.ts";
export { parseRetryAfter, parseWait } from "./retry-after.ts";
