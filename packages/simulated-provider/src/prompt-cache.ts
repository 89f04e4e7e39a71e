import { type SimulatedCall, tokensOf } from "./calls.ts";

/** As in OpenAI's cache, shorter prefixes are not kept, and longer ones in steps. */
const LEAST_TOKENS = 1_024;
const STEP = 128;

/** The tokens of the first message that the cache serves. Adds the message to the cache. */
export function servedFromCache(cache: Set<string>, call: SimulatedCall): number {
  const prefix = call.endpoint === "chat" ? (call.messages[0]?.content ?? "") : "";
  const tokens = tokensOf([prefix]);
  if (tokens < LEAST_TOKENS) return 0;
  const isKnown = cache.has(prefix);
  cache.add(prefix);
  return isKnown ? Math.floor(tokens / STEP) * STEP : 0;
}
