import { describe, expect, it } from "vitest";
import { estimateTokens } from "./estimate-tokens.ts";

describe("estimateTokens", () => {
  it("counts about four characters of English per token", () => {
    expect(estimateTokens("the quick brown fox jumps over the lazy dog!")).toBe(11);
  });

  it("counts no tokens for an empty text, and at least one for any other text", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("a")).toBe(1);
  });

  it("counts more tokens per character for scripts that tokenisers split finely", () => {
    const perCharacter = (text: string): number => estimateTokens(text.repeat(100)) / (text.length * 100);
    expect(perCharacter("привет")).toBeCloseTo(1 / 2, 2);
    expect(perCharacter("नमस्ते")).toBeCloseTo(2 / 3, 2);
    expect(perCharacter("会議の記録")).toBeCloseTo(5 / 6, 2);
    expect(perCharacter("🎤")).toBeCloseTo(1, 2);
  });
});
