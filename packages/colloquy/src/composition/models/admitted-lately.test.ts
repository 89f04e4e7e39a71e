import { describe, expect, it } from "vitest";
import { AdmittedLately } from "./admitted-lately.ts";

const amounts = (requests: number) => ({ requests, tokens: 1000 * requests, inputTokens: 0, outputTokens: 0 });

describe("what was admitted in the last minute", () => {
  it("is all of it in the first minute, with what went out before the first look", () => {
    const lately = new AdmittedLately();
    expect(lately.look(amounts(20), 500_000)).toEqual(amounts(20));
    expect(lately.look(amounts(50), 559_999)).toEqual(amounts(50));
  });

  it("is what was added since a minute ago, whatever came before", () => {
    const lately = new AdmittedLately();
    for (let second = 0; second <= 60; second++) lately.look(amounts(100 + second), 1000 * second);
    expect(lately.look(amounts(400), 61_000)).toEqual(amounts(299));
    expect(lately.look(amounts(400), 200_000)).toEqual(amounts(0));
  });

  it("is never less than nothing, where refused calls gave back what they took", () => {
    const lately = new AdmittedLately();
    lately.look(amounts(100), 0);
    expect(lately.look(amounts(90), 60_000)).toEqual(amounts(0));
  });
});
