import type { Standing, Standings } from "./admission.ts";
import type { Simulation } from "./options.ts";

/** A duration as Go prints it and OpenAI's headers have it: `6m0s`, `1.2s`, `120ms`. Rounded to a millisecond. */
export function goDuration(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = (whole % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ""}${hours + minutes > 0 ? `${minutes}m` : ""}${seconds}s`;
}

/** The limit headers of a reply. */
export function limitHeaders(standings: Standings | null, style: Simulation["headers"]): Record<string, string> {
  if (standings === null || style === "absent") return {};
  return {
    ...resourceHeaders("requests", standings.requests, style),
    ...resourceHeaders("tokens", standings.tokens, style),
  };
}

/** How long to wait, as OpenAI says it: in whole seconds, and exactly. */
export function retryHeaders(retryAfterMs: number | null): Record<string, string> {
  if (retryAfterMs === null) return {};
  return { "retry-after": String(Math.ceil(retryAfterMs / 1000)), "retry-after-ms": String(Math.ceil(retryAfterMs)) };
}

function resourceHeaders(name: string, standing: Standing | null, style: "full" | "-1"): Record<string, string> {
  if (standing === null) return {};
  const { limit, remaining, resetMs } = standing;
  const unknown = style === "-1";
  return {
    [`x-ratelimit-limit-${name}`]: unknown ? "-1" : String(Math.floor(limit)),
    [`x-ratelimit-remaining-${name}`]: unknown ? "-1" : String(Math.floor(remaining)),
    [`x-ratelimit-reset-${name}`]: unknown ? "-1" : goDuration(resetMs),
  };
}
