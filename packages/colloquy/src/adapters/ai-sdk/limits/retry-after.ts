import { parseRetryAfter, parseWait } from "@colloquy/rate-limit";
import type { HeaderMap } from "./limit-headers.ts";

const IN_MESSAGE =
  /\b(?:try again|retry)(?: in| after) ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+|\d+(?:\.\d+)? ?(?:seconds?|milliseconds?|minutes?|hours?))\b/i;
const WORDS: Readonly<Record<string, string>> = { second: "s", millisecond: "ms", minute: "m", hour: "h" };

/**
 * The wait that a provider requests, in milliseconds, from its most exact value: OpenAI rounds `retry-after` up to
 * whole seconds, but not its message.
 */
export function readRetryAfter(headers: HeaderMap, message: string, now: number): number | null {
  const exact = parseRetryAfter({ "retry-after-ms": headers["retry-after-ms"] }, now);
  return exact ?? readWaitInMessage(message, now) ?? parseRetryAfter(headers, now);
}

function readWaitInMessage(message: string, now: number): number | null {
  const stated = IN_MESSAGE.exec(message)?.[1];
  if (stated === undefined) return null;
  const [, amount = "", word = ""] = /^([\d.]+) ?([a-z]{6,}?)s?$/i.exec(stated) ?? [];
  return parseWait(word === "" ? stated : `${amount}${WORDS[word.toLowerCase()] ?? ""}`, now);
}
