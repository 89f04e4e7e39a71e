import { describe, expect, it } from "vitest";
import { filterOf, startOf, toggled } from "./address.ts";

describe("the address of the graph", () => {
  it("starts from a path, from words, from an entity or with the most telling part", () => {
    expect(startOf({})).toEqual({ telling: true });
    expect(startOf({ from: "a" })).toEqual({ entities: ["a"] });
    expect(startOf({ words: "sleep", from: "a" })).toEqual({ words: "sleep" });
    expect(startOf({ from: "a", to: "b" })).toEqual({ path: ["a", "b"] });
  });

  it("has only polarities that exist", () => {
    expect(filterOf({ polarity: ["negated", "nonsense"] }, null).polarities).toEqual(["negated"]);
  });

  it("means days or seconds by the time that the part has", () => {
    const address = { since: "60" };
    expect(filterOf(address, null)).toMatchObject({ days: null, moments: null });
    expect(filterOf(address, { kind: "moments", file: "a.txt", endMs: 90_000 }).moments).toEqual({
      from: 60_000,
      to: 90_000,
    });
    const days = { kind: "days", days: ["2023-01-01", "2024-01-01", "2025-01-01"] } as const;
    expect(filterOf({ until: "2024-01-01" }, days).days).toEqual({ from: "2023-01-01", to: "2024-01-01" });
  });

  it("has no empty lists", () => {
    expect(toggled(undefined, "a")).toEqual(["a"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
    expect(toggled(["a"], "a")).toBeUndefined();
  });
});
