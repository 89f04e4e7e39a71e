import { describe, expect, it } from "vitest";
import { type ConformanceCase, planConformance } from "./index.ts";

const suite: readonly ConformanceCase<string>[] = ["one", "two"].map((name) => ({ name, run: async () => {} }));

describe("planConformance", () => {
  it("returns every case, with the reason of each skipped case", () => {
    const planned = planConformance(suite, { skip: { two: "it has no disk" } });
    expect(planned.map(({ name, skipped }) => [name, skipped])).toEqual([
      ["one", null],
      ["two", "it has no disk"],
    ]);
  });

  it("rejects skipping an unknown case, or without a reason", () => {
    expect(() => planConformance(suite, { skip: { three: "gone" } })).toThrow(/"three"/);
    expect(() => planConformance(suite, { skip: { one: " " } })).toThrow(/reason/);
  });
});
