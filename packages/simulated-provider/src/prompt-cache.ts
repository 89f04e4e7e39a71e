import { type SimulatedCall, tokensOf } from "./calls.ts";

/** Shorter prefixes are not kept, and longer ones in steps: as OpenAI's cache has it. */
const LEAST_TOKENS = 1_024;
const STEP = 128;

/** The tokens of a call's first message that were served from the cache, which then has it. */
export function servedFromCache(cache: Set<string>, call: SimulatedCall): number {
  const prefix = call.lane === "chat" ? (call.messages[0]?.content ?? "") : "";
  const tokens = tokensOf([prefix]);
  if (tokens < LEAST_TOKENS) return 0;
  const isKnown = cache.has(prefix);
  cache.add(prefix);
  return isKnown ? Math.floor(tokens / STEP) * STEP : 0;
}
