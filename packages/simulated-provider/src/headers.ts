import type { LimitStatus, LimitStatuses } from "./admission.ts";
import type { Simulation } from "./options.ts";

/** A duration in the form of Go and of OpenAI's headers: `6m0s`, `1.2s`, `120ms`. Rounded to a millisecond. */
export function goDuration(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = (whole % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ""}${hours + minutes > 0 ? `${minutes}m` : ""}${seconds}s`;
}

/** The limit headers of a reply. */
export function limitHeaders(limits: LimitStatuses | null, style: Simulation["headers"]): Record<string, string> {
  if (limits === null || style === "absent") return {};
  return {
    ...resourceHeaders("requests", limits.requests, style),
    ...resourceHeaders("tokens", limits.tokens, style),
  };
}

/** How long to wait, in the form of OpenAI: in whole seconds, and in milliseconds. */
export function retryHeaders(retryAfterMs: number | null): Record<string, string> {
  if (retryAfterMs === null) return {};
  return { "retry-after": String(Math.ceil(retryAfterMs / 1000)), "retry-after-ms": String(Math.ceil(retryAfterMs)) };
}

function resourceHeaders(name: string, status: LimitStatus | null, style: "full" | "-1"): Record<string, string> {
  if (status === null) return {};
  const { limit, remaining, resetMs } = status;
  const unknown = style === "-1";
  return {
    [`x-ratelimit-limit-${name}`]: unknown ? "-1" : String(Math.floor(limit)),
    [`x-ratelimit-remaining-${name}`]: unknown ? "-1" : String(Math.floor(remaining)),
    [`x-ratelimit-reset-${name}`]: unknown ? "-1" : goDuration(resetMs),
  };
}
