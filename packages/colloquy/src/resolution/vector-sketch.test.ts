import { describe, expect, it } from "vitest";
import { cosineOf, sketchesOf } from "./vector-sketch.ts";

const DIMENSIONS = 384;

/** Numbers from -1 to 1 that are the same in each run. */
function* numbers(): Generator<number> {
  for (let state = 7; ; state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5)
    yield (state >>> 16) / 2 ** 15 - 1;
}

/** Vectors in pairs: the second of each pair is the first with some of another vector. */
function pairsWith(share: number, count: number): readonly Float32Array[] {
  const random = numbers();
  const vector = (): number[] => Array.from({ length: DIMENSIONS }, () => random.next().value as number);
  const unit = (values: readonly number[]): Float32Array =>
    Float32Array.from(values, (value) => value / Math.hypot(...values));
  return Array.from({ length: count }, () => {
    const [one, other] = [vector(), vector()];
    return [unit(one), unit(one.map((value, at) => value + share * (other[at] as number)))];
  }).flat();
}

describe("sketches of vectors", () => {
  it("find nearly all pairs with a cosine above 0.6, and few pairs of unrelated vectors", () => {
    const vectors = pairsWith(1.2, 200);
    const { nearAfter } = sketchesOf(vectors);
    let [found, foreign] = [0, 0];
    for (let position = 0; position < vectors.length; position += 2) {
      expect(cosineOf(vectors[position] as Float32Array, vectors[position + 1])).toBeGreaterThan(0.55);
      const near = nearAfter(position);
      found += near.includes(position + 1) ? 1 : 0;
      foreign += near.filter((other) => other > position + 1).length;
    }
    expect(found).toBeGreaterThan(185);
    expect(foreign).toBeLessThan(60);
  });

  it("find a pair by its two vectors alone", () => {
    const [one, other, ...further] = pairsWith(1, 20) as [Float32Array, Float32Array, ...Float32Array[]];
    const alone = sketchesOf([one, other]).nearAfter(0).length;
    expect(
      sketchesOf([one, ...further, other])
        .nearAfter(0)
        .includes(further.length + 1),
    ).toBe(alone === 1);
  });

  it("leave out what has no vector", () => {
    const [vector] = pairsWith(1, 1) as [Float32Array];
    expect(sketchesOf([vector, null, vector]).nearAfter(0)).toEqual([2]);
    expect(sketchesOf([null, vector]).nearAfter(0)).toEqual([]);
  });
});
