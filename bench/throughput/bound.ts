import type { ChatRequest } from "../../packages/colloquy/src/ports/index.ts";
import type { Tier } from "./tiers.ts";
import { inputTokens } from "./workload.ts";

type Limits = Pick<Tier, "rpm" | "tpm">;

/**
 * The least time, in seconds, in which a provider admits an amount: the buckets are full at the start and hold a minute,
 * and the last call admitted takes at least the shortest latency.
 */
export function lowerBound({ rpm, tpm }: Limits, attempts: number, tokens: number, shortestSeconds: number): number {
  const byRequests = (60 * Math.max(0, attempts - rpm)) / rpm;
  const byTokens = (60 * Math.max(0, tokens - tpm)) / tpm;
  return Math.max(byRequests, byTokens) + shortestSeconds;
}

/** The charge of a call at its admission: the larger of `max_tokens` and the prompt, or their sum. */
export type Charge = "max" | "sum";

export function chargedTokens(request: ChatRequest, charge: Charge = "max"): number {
  const [input, output] = [inputTokens(request), request.maxOutputTokens];
  return charge === "sum" ? input + output : Math.max(input, output);
}

/** The used share of the amount that the provider's scarcer limit would have admitted by then. */
export function utilisation(
  { rpm, tpm }: Limits,
  { atMs, requests, tokens }: { readonly atMs: number; readonly requests: number; readonly tokens: number },
): number {
  const minutes = atMs / 60_000;
  return Math.max(tokens / (tpm + tpm * minutes), requests / (rpm + rpm * minutes));
}
