import type { LimitReading } from "../../ports/index.ts";
import type { LimitStatus, LimitStatuses } from "@colloquy/simulated-provider";
import type { Simulation } from "@colloquy/simulated-provider";

/** The limits that a client reads in the headers of a reply. */
export function limitReadings(statuses: LimitStatuses | null, style: Simulation["headers"]): readonly LimitReading[] {
  if (statuses === null || style === "absent") return [];
  const { requests, tokens } = statuses;
  return [...reading("requests", requests, style), ...reading("tokens", tokens, style)];
}

/** Rounded as in the headers. */
function reading(resource: "requests" | "tokens", status: LimitStatus | null, style: "full" | "-1"): LimitReading[] {
  if (status === null) return [];
  if (style === "-1") return [{ resource, limit: null, remaining: null, resetMs: null }];
  const { limit, remaining, resetMs } = status;
  return [{ resource, limit: Math.floor(limit), remaining: Math.floor(remaining), resetMs: Math.round(resetMs) }];
}
