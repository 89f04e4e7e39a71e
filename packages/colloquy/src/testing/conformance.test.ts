import { describe, expect, it } from "vitest";
import { type ConformanceCase, planConformance } from "./index.ts";

const suite: readonly ConformanceCase<string>[] = ["one", "two"].map((name) => ({ name, run: async () => {} }));

describe("planConformance", () => {
  it("gives every case, and the reason for what is skipped", () => {
    const planned = planConformance(suite, { skip: { two: "it has no disk" } });
    expect(planned.map(({ name, skipped }) => [name, skipped])).toEqual([
      ["one", null],
      ["two", "it has no disk"],
    ]);
  });

  it("refuses to skip what it does not know, or without a reason", () => {
    expect(() => planConformance(suite, { skip: { three: "gone" } })).toThrow(/"three"/);
    expect(() => planConformance(suite, { skip: { one: " " } })).toThrow(/reason/);
  });
});
