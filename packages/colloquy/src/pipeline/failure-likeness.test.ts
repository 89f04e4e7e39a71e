import { describe, expect, it } from "vitest";
import { likenessOf, mostAlike } from "./failure-likeness.ts";

describe("likenessOf", () => {
  it.each([
    ["a request's name", (index: number) => `The request req_${index}a7f failed.`],
    ["an id without digits", (index: number) => `The request reqXyz${"ABCDEFGHIJ".at(index % 10)} failed.`],
    ["a number", (index: number) => `The reply ended after ${index + 3} tokens.`],
    ["a model's own words", (index: number) => `The model refused to answer: ${"so ".repeat(index)}sorry.`],
    ["what it quotes", (index: number) => `The type "${"x".repeat(index + 1)}" is unknown.`],
  ])("is the same for failures that differ only in %s", (_, reason) => {
    const reasons = Array.from({ length: 20 }, (_one, index) => reason(index));
    expect(mostAlike(reasons)).toEqual({ alike: 20, reason: reasons.at(-1) });
  });

  it("differs for different reasons", () => {
    const reasons = ["It is no JSON.", "The model refused to answer: no.", "The reply was cut off."];
    expect(new Set(reasons.map(likenessOf))).toHaveLength(3);
  });
});
