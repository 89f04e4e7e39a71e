import { describe, expect, it } from "vitest";
import { clockOf, readLimits, readRetryAfter } from "./limit-headers.ts";

const NOW = Date.parse("2025-03-01T12:00:00Z");

describe("readLimits", () => {
  it("reads -1, 0 and invalid values as unknown, and returns no limit without a value", () => {
    expect(readLimits({}, NOW)).toEqual([]);
    expect(readLimits({ "x-ratelimit-limit-tokens": "-1", "x-ratelimit-remaining-tokens": "-1" }, NOW)).toEqual([]);
    expect(readLimits({ "x-ratelimit-limit-tokens": "0", "x-ratelimit-remaining-tokens": "0" }, NOW)).toEqual([]);
    expect(
      readLimits(
        { "x-ratelimit-limit-tokens": "many", "x-ratelimit-remaining-tokens": "12", "x-ratelimit-reset-tokens": "-1" },
        NOW,
      ),
    ).toEqual([{ resource: "tokens", limit: null, remaining: 12, resetMs: null }]);
  });

  it("reads an exhausted limit", () => {
    expect(readLimits({ "x-ratelimit-limit-requests": "3", "x-ratelimit-remaining-requests": "0" }, NOW)).toEqual([
      { resource: "requests", limit: 3, remaining: 0, resetMs: null },
    ]);
  });

  it("reads Anthropic's resets as points in time, and its total of tokens only without the separate limits", () => {
    const sum = {
      "anthropic-ratelimit-tokens-limit": "60000",
      "anthropic-ratelimit-tokens-remaining": "58000",
      "anthropic-ratelimit-tokens-reset": "2025-03-01T12:00:02Z",
    };
    expect(readLimits(sum, NOW)).toEqual([{ resource: "tokens", limit: 60_000, remaining: 58_000, resetMs: 2000 }]);
    const parts = {
      ...sum,
      "anthropic-ratelimit-input-tokens-limit": "50000",
      "anthropic-ratelimit-output-tokens-limit": "10000",
    };
    expect(readLimits(parts, NOW).map(({ resource }) => resource)).toEqual(["inputTokens", "outputTokens"]);
  });

  it("reads limits of OpenRouter, Together, Fireworks and older versions of Mistral", () => {
    expect(
      readLimits(
        { "x-ratelimit-limit": "20", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1740830460000" },
        NOW,
      ),
    ).toEqual([{ resource: "requests", limit: 20, remaining: 0, resetMs: 60_000 }]);
    expect(readLimits({ "x-tokenlimit-limit": "180000", "x-tokenlimit-remaining": "170000" }, NOW)).toEqual([
      { resource: "tokens", limit: 180_000, remaining: 170_000, resetMs: null },
    ]);
    expect(readLimits({ "x-ratelimit-limit-tokens-generated": "500" }, NOW)).toMatchObject([
      { resource: "outputTokens" },
    ]);
    expect(readLimits({ "x-ratelimitbysize-limit-minute": "500000" }, NOW)).toMatchObject([{ resource: "tokens" }]);
  });
});

describe("readRetryAfter", () => {
  it("prefers the most exact value", () => {
    const headers = { "retry-after": "3", "retry-after-ms": "2100.5" };
    expect(readRetryAfter(headers, "Please try again in 2.192s.", NOW)).toBe(2101);
    expect(readRetryAfter({ "retry-after": "3" }, "Please try again in 2.192s. Visit", NOW)).toBe(2192);
    expect(readRetryAfter({ "retry-after": "3" }, "Slow down.", NOW)).toBe(3000);
    expect(readRetryAfter({ "retry-after": "Sat, 01 Mar 2025 12:00:07 GMT" }, "", NOW)).toBe(7000);
    expect(readRetryAfter({ "retry-after": "soon" }, "", NOW)).toBeNull();
  });

  it("also reads durations in words", () => {
    const waits = [
      "Please retry after 22 seconds.",
      "try again in 1 second",
      "Please retry in 34.07s.",
      "try again in 6m0s",
      "try again in 2 minutes",
    ];
    expect(waits.map((text) => readRetryAfter({}, text, NOW))).toEqual([22_000, 1000, 34_070, 360_000, 120_000]);
    expect(readRetryAfter({}, "Please try again later.", NOW)).toBeNull();
  });
});

describe("the provider's clock", () => {
  it("is read from its response, or is ours if it has no date", () => {
    expect(clockOf({ date: "Sat, 01 Mar 2025 12:00:00 GMT" })).toBe(NOW);
    for (const headers of [{}, { date: "yesterday" }]) expect(clockOf(headers)).toBeGreaterThan(NOW);
  });
});
