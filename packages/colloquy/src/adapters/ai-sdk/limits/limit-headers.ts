import { parseRetryAfter, parseWait } from "@colloquy/rate-limit";
import type { LimitedResource, LimitReading } from "../../../ports/index.ts";

export type HeaderMap = Readonly<Record<string, string | undefined>>;

interface LimitHeaders {
  readonly resource: LimitedResource;
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string | null;
}

/**
 * Header names of limits. The first row of a resource that has a value counts: limits per minute come before limits of
 * other windows, and separate limits before totals.
 */
const HEADERS: readonly LimitHeaders[] = [
  // OpenAI, Azure, Groq, and the many that follow them.
  row("requests", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
  row("tokens", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
  // Fireworks.
  row("inputTokens", "x-ratelimit-limit-tokens-prompt", "x-ratelimit-remaining-tokens-prompt", null),
  row("outputTokens", "x-ratelimit-limit-tokens-generated", "x-ratelimit-remaining-tokens-generated", null),
  // Anthropic.
  ...(
    [
      ["requests", "requests"],
      ["inputTokens", "input-tokens"],
      ["outputTokens", "output-tokens"],
      ["tokens", "tokens"],
    ] as const
  ).map(([resource, name]) =>
    row(
      resource,
      `anthropic-ratelimit-${name}-limit`,
      `anthropic-ratelimit-${name}-remaining`,
      `anthropic-ratelimit-${name}-reset`,
    ),
  ),
  // Mistral.
  row("requests", "x-ratelimit-limit-req-minute", "x-ratelimit-remaining-req-minute", null),
  row("tokens", "x-ratelimit-limit-tokens-minute", "x-ratelimit-remaining-tokens-minute", null),
  row("tokens", "x-ratelimitbysize-limit-minute", "x-ratelimitbysize-remaining-minute", null),
  // Together.
  row("tokens", "x-tokenlimit-limit", "x-tokenlimit-remaining", "x-tokenlimit-reset"),
  // OpenRouter, Together, and the draft of the IETF.
  row("requests", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"),
];

function row(resource: LimitedResource, limit: string, remaining: string, reset: string | null): LimitHeaders {
  return { resource, limit, remaining, reset };
}

/** The provider's clock, which may differ from ours, in milliseconds since the epoch. Times in headers refer to it. */
export function clockOf(headers: HeaderMap): number {
  const date = Date.parse(headers["date"] ?? "");
  return Number.isNaN(date) ? Date.now() : date;
}

/** The limits in a reply's headers; resets count from `now` (milliseconds since the epoch). */
export function readLimits(headers: HeaderMap, now: number): readonly LimitReading[] {
  const readings = new Map<LimitedResource, LimitReading>();
  for (const names of HEADERS) {
    const reading = readRow(names, headers, now);
    if (reading !== null && !readings.has(names.resource)) readings.set(names.resource, reading);
  }
  // A total next to its parts repeats the limit that binds; it is not a limit of its own.
  if (readings.has("inputTokens") && readings.has("outputTokens")) readings.delete("tokens");
  return [...readings.values()];
}

function readRow(names: LimitHeaders, headers: HeaderMap, now: number): LimitReading | null {
  const limit = readCount(headers[names.limit]);
  const remaining = readCount(headers[names.remaining]);
  // A limit of 0 means an unknown limit, because no call could pass it.
  const known = limit === 0 ? null : limit;
  if (known === null && (remaining === null || remaining === 0)) return null;
  const reset = names.reset === null ? null : parseWait(headers[names.reset], now);
  return { resource: names.resource, limit: known, remaining, resetMs: reset };
}

/** Null for -1, which means no limit or an unknown limit, and for anything that is not a count. */
function readCount(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}

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
