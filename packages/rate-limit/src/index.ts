/**
 * Admission control for the calls of any provider: sends as much as the limits allow, learns what they are and what
 * calls cost, waits where it is asked to, tries again what may pass, and loses nothing.
 */
export type { CallCost } from "./call-cost.ts";
export { CallError, type CallErrorDetails, type CallErrorKind, FATAL_KINDS } from "./call-error.ts";
export type { Clock } from "./clock.ts";
export type { LimitedResource, LimitReading } from "./limit-reading.ts";
export { NO_USAGE, type Usage } from "./usage.ts";
export { createRateLimiter } from "./limiter.ts";
export type { RateLimiterOptions } from "./options.ts";
export type { Call, LimiterEvent, LimiterSnapshot, RateLimiter, SendOptions } from "./rate-limiter.ts";
export { systemClock } from "./system-clock.ts";
export { parseRetryAfter, parseWait } from "./retry-after.ts";
