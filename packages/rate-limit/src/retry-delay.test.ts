import { describe, expect, it } from "vitest";
import { probeDelay, retryDelay } from "./retry-delay.ts";

describe("the wait before another attempt", () => {
  it("is a share of a bound that doubles from one second to sixty", () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => retryDelay(failures, null, () => 1));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(retryDelay(3, null, () => 0.25)).toBe(1_000);
  });

  it("is at least the time that the provider asks for", () => {
    expect(retryDelay(1, 7_000, () => 0)).toBe(7_000);
  });

  it("before a probe is at least half of its bound, and at most the given time", () => {
    expect(probeDelay(0, 15_000, () => 0)).toBe(500);
    expect(probeDelay(40, 15_000, () => 1)).toBe(15_000);
  });
});
