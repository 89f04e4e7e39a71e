import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOf, TermDimensions, termWeight } from "../keywords/index.ts";
import { greatestRatio } from "./corpus.ts";
import { decodeTermCounts, encodeTermCounts } from "./encoded-term-counts.ts";
import { keywordVector } from "./keywords.ts";

describe("the terms of a chunk as a sparse vector", () => {
  const countsOf = (terms: readonly string[], workspace = "w") => new TermDimensions(workspace).countsOf(terms);

  it("have one dimension each, different in each workspace, weighted by their counts", () => {
    const keywords = new TermDimensions("w");
    const counts = keywords.countsOf(["a", "b", "a", ""]);
    expect(counts.length).toBe(3);
    expect([countOf(counts, keywords.dimensionOf("a")), countOf(counts, keywords.dimensionOf("b"))]).toEqual([2, 1]);
    expect(countOf(counts, new TermDimensions("other").dimensionOf("a"))).toBe(0);
    expect(keywords.dimensionOf("\ud800")).not.toBe(keywords.dimensionOf("\udfff"));
    const vector = keywordVector(counts, 90);
    expect(vector?.indices).toEqual(counts.dimensions);
    expect(vector?.values).toEqual(counts.counts.map((count) => termWeight(count, 3, 90)));
  });

  it("have the weight 1 for a term that occurs once in a chunk of the assumed length", () => {
    expect(keywordVector(countsOf(Array.from({ length: 150 }, (_, n) => `t${n}`)), 150)?.values[0]).toBeCloseTo(1, 10);
  });

  it("are the same after more terms than the cache holds", () => {
    const keywords = new TermDimensions("w");
    const before = keywords.dimensionOf("a");
    keywords.countsOf(Array.from({ length: 50_001 }, (_, n) => `t${n}`));
    expect(keywords.dimensionOf("a")).toBe(before);
  });

  it("are null without terms, and with only empty terms", () => {
    for (const terms of [[], [""]]) expect(keywordVector(countsOf(terms), 150)).toBeNull();
  });

  it("are decoded from their encoding, and other texts are rejected", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (terms) => {
        const counts = countsOf(terms);
        expect(decodeTermCounts(encodeTermCounts(counts))).toEqual(counts);
      }),
    );
    for (const text of [undefined, 7, "", "AQAA", "AAAA"]) expect(decodeTermCounts(text)).toBeNull();
  });
});

describe("the greatest ratio of two BM25 weights", () => {
  it("is at least the ratio of every term in chunks between the shortest and the longest", () => {
    const length = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(fc.array(length, { minLength: 1 }), length, fc.integer({ min: 1 }), (lengths, assumed, count) => {
        const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
        const averageLength = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
        const most = greatestRatio({ averageLength, assumedLength: assumed, shortest, longest });
        for (const one of lengths) {
          const occurrences = Math.min(count, one);
          const ratio = termWeight(occurrences, one, averageLength) / termWeight(occurrences, one, assumed);
          expect(ratio).toBeLessThanOrEqual(most * (1 + 1e-12));
        }
      }),
    );
  });
});
