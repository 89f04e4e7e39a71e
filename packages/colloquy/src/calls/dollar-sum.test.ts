import { describe, expect, it } from "vitest";
import { DollarSum, totalDollars } from "./dollar-sum.ts";

describe("a sum of dollars", () => {
  it("is exact to a billionth after a quarter of a million additions of any size", () => {
    const sum = new DollarSum();
    let exact = 0n;
    let plain = 0;
    for (let index = 0; index < 250_000; index += 1) {
      const trillionths = index % 1000 === 0 ? 98_765_432_109_877 : 1 + ((index * 7_919) % 1_000_003);
      exact += BigInt(trillionths);
      sum.add(trillionths / 1e12);
      plain += trillionths / 1e12;
    }
    const found = BigInt(Math.round(((sum.value ?? 0) % 1) * 1e12)) + BigInt(Math.floor(sum.value ?? 0)) * 10n ** 12n;
    const difference = found - exact;
    expect(difference < 1000n && difference > -1000n).toBe(true);
    expect(sum.value).not.toBe(plain);
  });

  it("does not depend on order or grouping, unlike plain addition", () => {
    const tenths = Array.from({ length: 10 }, () => 0.1);
    expect(tenths.reduce((sum, each) => sum + each, 0)).toBe(0.9999999999999999);
    expect(totalDollars(tenths)).toBe(1);
    const costs = Array.from({ length: 999 }, (_, index) => (index * 0.075 + 1) / 1e6);
    const ofGroups = [0, 1, 2].map((group) => totalDollars(costs.filter((_, index) => index % 3 === group)));
    expect(totalDollars(ofGroups)).toBe(totalDollars(costs.toReversed()));
  });

  it("is unknown if a part is unknown, and still has the sum of the known parts", () => {
    expect(totalDollars([1, 2])).toBe(3);
    expect(totalDollars([1, null, 2])).toBeNull();
    expect(totalDollars([])).toBe(0);
    const sum = new DollarSum();
    for (const part of [1, null, 2]) sum.add(part);
    expect(sum.known).toBe(3);
  });
});
