import { describe, expect, it } from "vitest";
import { NO_USAGE, type Usage } from "../ports/index.ts";
import { credibleUsage } from "./credible-usage.ts";

/** The expected tokens of a call of ten chunks. */
const CALL = { inputTokens: 6_400, maxOutputTokens: 4_000 };
const REPLY = "x".repeat(6_400);

const USUAL: Usage = { ...NO_USAGE, inputTokens: 6_500, outputTokens: 1_600 };

function credible(usage: Partial<Usage>, { call = CALL, text = REPLY as string | null } = {}): boolean {
  return credibleUsage({ ...USUAL, ...usage }, call, text) !== null;
}

describe("reported usage", () => {
  it("is plausible if it is as expected, for any language or tokenizer", () => {
    expect(credible({})).toBe(true);
    // One token per byte in a script with three bytes per character, and one token per 30 characters.
    expect(credible({ inputTokens: 4 * 6_400 * 3 })).toBe(true);
    expect(credible({ inputTokens: 850 })).toBe(true);
    expect(credible({ inputTokens: 6_500 + 10_000 })).toBe(true);
  });

  it("is implausible if a long prompt has no tokens, or hardly any", () => {
    expect(credible({ inputTokens: 0 })).toBe(false);
    expect(credible({ inputTokens: 49 })).toBe(false);
    expect(credible({ inputTokens: 50 })).toBe(true);
    const ping = { call: { inputTokens: 100, maxOutputTokens: 64 }, text: "{}" };
    expect(credible({ inputTokens: 0, outputTokens: 0 }, ping)).toBe(true);
  });

  it("is implausible if a prompt has more tokens than bytes", () => {
    expect(credible({ inputTokens: 12 * 6_400 + 10_000 })).toBe(true);
    expect(credible({ inputTokens: 12 * 6_400 + 10_001 })).toBe(false);
    expect(credible({ inputTokens: 1e15 })).toBe(false);
  });

  it("is implausible if the output exceeds max_tokens and the end tokens, unless the reply is that long", () => {
    const short = { text: "{}" };
    expect(credible({ outputTokens: 2 * 4_000 + 256 }, short)).toBe(true);
    expect(credible({ outputTokens: 2 * 4_000 + 257 }, short)).toBe(false);
    expect(credible({ outputTokens: 1e15 }, short)).toBe(false);
    // A server that ignores the limit bills the whole text that it sent.
    expect(credible({ outputTokens: 12_000 }, { text: "x".repeat(48_000) })).toBe(true);
  });

  it("may have reasoning tokens beyond max_tokens, up to the largest reasoning budget", () => {
    expect(credible({ outputTokens: 33_600, reasoningTokens: 32_000 })).toBe(true);
    expect(credible({ outputTokens: 1e15, reasoningTokens: 1e15 })).toBe(false);
  });

  it("is implausible if a reply with text has no tokens", () => {
    expect(credible({ outputTokens: 0 })).toBe(false);
    expect(credible({ outputTokens: 0 }, { text: "" })).toBe(true);
    expect(credible({ outputTokens: 0 }, { text: null })).toBe(true);
  });

  it.each([12.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, "1600", 1600n, null, undefined])(
    "is implausible if a count is not a whole number, 0 or more: %s",
    (count) => {
      for (const key of ["inputTokens", "outputTokens"]) {
        expect(credible({ [key]: count } as Partial<Usage>)).toBe(false);
      }
    },
  );

  it("limits parts to the whole, and counts parts that are not whole numbers as 0", () => {
    const parts = { cachedInputTokens: 6_000, cacheWrittenTokens: 9_000, reasoningTokens: 2_000 };
    const capped = { cachedInputTokens: 6_000, cacheWrittenTokens: 500, reasoningTokens: 1_600 };
    expect(credibleUsage({ ...USUAL, ...parts }, CALL, REPLY)).toEqual({ ...USUAL, ...capped });
    for (const part of [0.5, -1, Number.NaN, "10", undefined]) {
      const wrong = { cachedInputTokens: part, cacheWrittenTokens: part, reasoningTokens: part } as Partial<Usage>;
      expect(credibleUsage({ ...USUAL, ...wrong }, CALL, REPLY)).toEqual(USUAL);
    }
  });

  it("has only the bound of any call when no tokens were expected, as for custom extractors", () => {
    const given = { call: { inputTokens: 0, maxOutputTokens: 0 } };
    expect(credible({ inputTokens: 10_000_000, outputTokens: 0 }, given)).toBe(true);
    expect(credible(NO_USAGE, given)).toBe(true);
    expect(credible({ inputTokens: 1e15 }, given)).toBe(false);
    expect(credible({ outputTokens: 1e15 }, given)).toBe(false);
  });
});
