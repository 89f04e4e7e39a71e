import { describe, expect, it } from "vitest";
import { keywordQuery, keywordVector } from "./keywords.ts";

describe("the terms of a passage as a sparse vector", () => {
  const weights = (terms: readonly string[]) => keywordVector("w", terms)?.values ?? [];

  it("weigh more the oftener they are said, ever less for each time, and more in short passages", () => {
    const [once = 0] = weights(["a"]);
    const [twice = 0] = weights(["a", "a"]);
    const [thrice = 0] = weights(["a", "a", "a"]);
    expect(twice).toBeGreaterThan(once);
    expect(thrice - twice).toBeLessThan(twice - once);
    expect(weights(["a", ...Array.from({ length: 300 }, () => "b")])[0]).toBeLessThan(once);
    expect(weights(Array.from({ length: 1_000 }, () => "a"))[0]).toBeLessThan(2.2);
  });

  it("have 1 for a term that is said once in a passage of average length", () => {
    expect(weights(Array.from({ length: 150 }, (_, n) => `t${n}`))[0]).toBeCloseTo(1, 10);
  });

  it("have one dimension each, that of the query too, and another one in another workspace", () => {
    const passage = keywordVector("w", ["a", "b", "a"]);
    expect(passage?.indices).toHaveLength(2);
    expect(keywordQuery("w", ["b", "a", "b"])).toEqual({ indices: passage?.indices.toReversed(), values: [2, 1] });
    expect(keywordQuery("other", ["a"])?.indices).not.toEqual(keywordQuery("w", ["a"])?.indices);
    expect(keywordQuery("w", ["\ud800"])?.indices).not.toEqual(keywordQuery("w", ["\udfff"])?.indices);
  });

  it("are none where there are no terms, or empty ones alone", () => {
    expect(keywordVector("w", [])).toBeNull();
    expect(keywordVector("w", [""])).toBeNull();
    expect(keywordQuery("w", [""])).toBeNull();
  });
});
