import type { ChatRequest } from "../../src/ports/index.ts";
import type { LaneBooks } from "../../src/testing/simulated-provider/index.ts";
import type { Tier } from "./tiers.ts";
import { inputTokens } from "./workload.ts";

type Limits = Pick<Tier, "rpm" | "tpm">;

/**
 * The least time, in seconds, in which a provider admits so much: the buckets are full at the start and hold a minute,
 * and the last call admitted takes at least the shortest latency.
 */
export function lowerBound({ rpm, tpm }: Limits, attempts: number, tokens: number, shortestSeconds: number): number {
  const byRequests = (60 * Math.max(0, attempts - rpm)) / rpm;
  const byTokens = (60 * Math.max(0, tokens - tpm)) / tpm;
  return Math.max(byRequests, byTokens) + shortestSeconds;
}

/** What the provider charges for a call: the larger of `max_tokens` and its characters / 4. */
export function chargedTokens(request: ChatRequest): number {
  return Math.max(inputTokens(request), request.maxOutputTokens);
}

/** What share of all that the provider would have admitted until the last dispatch was taken: of its scarcer limit. */
export function utilisation({ rpm, tpm }: Limits, books: LaneBooks): number {
  const minutes = books.lastDispatchMs / 60_000;
  return Math.max(books.tokensCharged / (tpm + tpm * minutes), books.admitted / (rpm + rpm * minutes));
}
