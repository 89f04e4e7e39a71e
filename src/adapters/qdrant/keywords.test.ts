import { describe, expect, it } from "vitest";
import { KeywordVectors } from "./keywords.ts";

describe("the terms of a passage as a sparse vector", () => {
  const weights = (terms: readonly string[]) => new KeywordVectors("w").ofPassage(terms)?.values ?? [];

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
    const passage = new KeywordVectors("w").ofPassage(["a", "b", "a"]);
    expect(passage?.indices).toHaveLength(2);
    expect(new KeywordVectors("w").ofQuery(["b", "a", "b"])).toEqual({
      indices: passage?.indices.toReversed(),
      values: [2, 1],
    });
    expect(new KeywordVectors("other").ofQuery(["a"])?.indices).not.toEqual(
      new KeywordVectors("w").ofQuery(["a"])?.indices,
    );
    expect(new KeywordVectors("w").ofQuery(["\ud800"])?.indices).not.toEqual(
      new KeywordVectors("w").ofQuery(["\udfff"])?.indices,
    );
  });

  it("are the same after more terms than are remembered", () => {
    const keywords = new KeywordVectors("w");
    const before = keywords.ofQuery(["a"]);
    keywords.ofQuery(Array.from({ length: 50_001 }, (_, n) => `t${n}`));
    expect(keywords.ofQuery(["a"])).toEqual(before);
  });

  it("are none where there are no terms, or empty ones alone", () => {
    expect(new KeywordVectors("w").ofPassage([])).toBeNull();
    expect(new KeywordVectors("w").ofPassage([""])).toBeNull();
    expect(new KeywordVectors("w").ofQuery([""])).toBeNull();
  });
});
