import { describe, expect, it } from "vitest";
import { RecentAdmissions } from "./recent-admissions.ts";

const amounts = (requests: number) => ({ requests, tokens: 1000 * requests, inputTokens: 0, outputTokens: 0 });

describe("the recent admissions", () => {
  it("include everything in the first minute, also before the first sample", () => {
    const lately = new RecentAdmissions();
    expect(lately.sample(amounts(20), 500_000)).toEqual(amounts(20));
    expect(lately.sample(amounts(50), 559_999)).toEqual(amounts(50));
  });

  it("include only the last minute later", () => {
    const lately = new RecentAdmissions();
    for (let second = 0; second <= 60; second++) lately.sample(amounts(100 + second), 1000 * second);
    expect(lately.sample(amounts(400), 61_000)).toEqual(amounts(299));
    expect(lately.sample(amounts(400), 200_000)).toEqual(amounts(0));
  });

  it("are never negative when refused calls are refunded", () => {
    const lately = new RecentAdmissions();
    lately.sample(amounts(100), 0);
    expect(lately.sample(amounts(90), 60_000)).toEqual(amounts(0));
  });
});
