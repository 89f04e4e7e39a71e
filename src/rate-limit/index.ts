/**
 * Admission control for the calls of any provider: sends as much as the limits allow, learns what they are and what
 * calls cost, waits where it is asked to, tries again what may pass, and loses nothing.
 */
export {
  type CallCost,
  CallError,
  type CallErrorDetails,
  type CallErrorKind,
  type CallOptions,
  type Clock,
  type LimitedResource,
  type LimitReading,
  type Usage,
} from "../ports/index.ts";
export { createRateLimiter } from "./limiter.ts";
export type { RateLimiterOptions } from "./options.ts";
export type { Call, LimiterEvent, LimiterSnapshot, RateLimiter, SendOptions } from "./rate-limiter.ts";
export { systemClock } from "./system-clock.ts";
