import { parseDuration, parseWait } from "./durations.ts";
import type { HeaderMap } from "./limit-headers.ts";

const IN_MESSAGE =
  /\b(?:try again|retry)(?: in| after) ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+|\d+(?:\.\d+)? ?(?:seconds?|milliseconds?|minutes?|hours?))\b/i;
const WORDS: Readonly<Record<string, string>> = { second: "s", millisecond: "ms", minute: "m", hour: "h" };

/**
 * How long a provider asks to wait, in milliseconds: what it says most exactly counts. OpenAI's `retry-after` is
 * rounded up to whole seconds, its message is not.
 */
export function readRetryAfter(headers: HeaderMap, message: string, now: number): number | null {
  const exact = headers["retry-after-ms"]?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  return readWaitInMessage(message) ?? parseWait(headers["retry-after"], now);
}

function readWaitInMessage(message: string): number | null {
  const said = IN_MESSAGE.exec(message)?.[1];
  if (said === undefined) return null;
  const [, amount = "", word = ""] = /^([\d.]+) ?([a-z]{6,}?)s?$/i.exec(said) ?? [];
  return parseDuration(word === "" ? said : `${amount}${WORDS[word.toLowerCase()] ?? ""}`);
}
