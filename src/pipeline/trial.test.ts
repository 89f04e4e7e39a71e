import { describe, expect, it } from "vitest";
import { likenessOf, Trial } from "./trial.ts";

/** How many batches fail before the trial stops the run; null where it does not. */
function stopsAfter(reasons: readonly string[]): number | null {
  const trial = new Trial();
  for (const [batch, reason] of reasons.entries()) {
    try {
      trial.record(batch, reason, 10);
    } catch {
      return batch + 1;
    }
  }
  return null;
}

const twenty = (reason: (index: number) => string): string[] => Array.from({ length: 20 }, (_, index) => reason(index));

describe("a trial", () => {
  it.each([
    ["a request's name", (index: number) => `The request req_${index}a7f failed.`],
    ["a number", (index: number) => `The reply ended after ${index + 3} tokens.`],
    ["a model's own words", (index: number) => `The model refused to answer: ${"so ".repeat(index)}sorry.`],
    ["what it quotes", (index: number) => `The type "${"x".repeat(index + 1)}" is unknown.`],
  ])("takes failures for alike that differ in %s", (_, reason) => {
    expect(stopsAfter(twenty(reason))).toBe(10);
  });

  it("keeps apart what fails for different reasons", () => {
    const reasons = ["It is no JSON.", "The model refused to answer: no.", "The reply was cut off."];
    expect(stopsAfter(twenty((index) => String(reasons[index % 3])))).toBeNull();
    expect(new Set(reasons.map(likenessOf))).toHaveLength(3);
  });
});
