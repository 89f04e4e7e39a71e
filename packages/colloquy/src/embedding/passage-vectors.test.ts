import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutOfPassages } from "../model/index.ts";
import { encodePassages, meanVector, PASSAGE_CUT, passageSimilarities } from "./index.ts";

/** Vectors of length 1 with normally distributed values, as embedding models return them. */
function unitVector(random: () => number, dimensions: number): Float32Array {
  const values = Array.from({ length: dimensions }, () =>
    Array.from({ length: 6 }, random).reduce((sum, value) => sum + value - 0.5, 0),
  );
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Mulberry32, by Tommy Ettinger. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? Number.NaN), 0);

describe("vectors of passages", () => {
  it("have the version of their cut, without which they are of the first, and are compared only within one version", () => {
    const vector = Float32Array.of(0.6, 0.8);
    const ofFirst = encodePassages([vector, vector], 1);
    const ofNext = encodePassages([vector, vector], 2);
    expect([ofFirst, ofNext].map((passages) => cutOfPassages({ vector, passages }))).toEqual([1, 2]);
    expect(ofNext).toEqual(Uint8Array.of(...ofFirst, 2));
    expect(encodePassages([vector, vector])).toEqual(PASSAGE_CUT === 1 ? ofFirst : ofNext);
    expect([ofFirst, ofNext].map((passages) => passageSimilarities(passages, vector).length).toSorted()).toEqual([
      0, 2,
    ]);
  });

  it("have the similarity of the exact vectors within a hundredth", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 16, max: 768 }), fc.nat(12), (seed, dimensions, count) => {
        const random = randomFrom(seed);
        const vectors = Array.from({ length: count }, () => unitVector(random, dimensions));
        const query = unitVector(random, dimensions);
        const bytes = encodePassages(vectors);
        expect(bytes).toHaveLength(count * dimensions);
        const similarities = passageSimilarities(bytes, query);
        expect(similarities).toHaveLength(count);
        for (const [index, vector] of vectors.entries())
          expect(Math.abs((similarities[index] ?? Number.NaN) - cosine(vector, query))).toBeLessThan(1e-2);
      }),
    );
  });

  it("are read at any offset of a buffer", () => {
    const bytes = encodePassages([Float32Array.of(0.6, -0.8), Float32Array.of(-1, 0)]);
    const shifted = Buffer.concat([Buffer.of(9, 9, 9), bytes]).subarray(3);
    expect(passageSimilarities(shifted, Float32Array.of(0, 1))).toEqual([expect.closeTo(-0.8, 2), 0]);
  });

  it("have the similarity 0 if they or the query are all zeros", () => {
    const bytes = encodePassages([new Float32Array(3), Float32Array.of(0, 1, 0)]);
    expect(passageSimilarities(bytes, Float32Array.of(0, 1, 0))).toEqual([0, 1]);
    expect(passageSimilarities(bytes, new Float32Array(3))).toEqual([0, 0]);
    expect(passageSimilarities(new Uint8Array(), Float32Array.of(1))).toEqual([]);
  });
});

describe("the mean of vectors", () => {
  it("has length 1 and the direction of their sum", () => {
    const [first, second] = [...meanVector([Float32Array.of(1, 0), Float32Array.of(0, 1)])];
    expect(first).toBeCloseTo(Math.SQRT1_2, 6);
    expect(second).toBeCloseTo(Math.SQRT1_2, 6);
    expect(meanVector([Float32Array.of(0.6, 0.8)])).toEqual(Float32Array.of(0.6, 0.8));
  });

  it("is all zeros if they are, or cancel out", () => {
    expect(meanVector([new Float32Array(2)])).toEqual(new Float32Array(2));
    expect(meanVector([Float32Array.of(1, 0), Float32Array.of(-1, 0)])).toEqual(new Float32Array(2));
  });
});
