import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

const DRAWS = 20_000;

function momentsOf(draw: () => number): { readonly mean: number; readonly deviation: number } {
  const drawn = Array.from({ length: DRAWS }, draw);
  const mean = drawn.reduce((sum, each) => sum + each, 0) / DRAWS;
  const squares = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / DRAWS) };
}

describe("random", () => {
  it("returns the same numbers for the same seed, and other numbers for another seed", () => {
    const three = (seed: number) => Array.from({ length: 3 }, createRandom(seed).uniform);
    expect(three(7)).toEqual(three(7));
    expect(three(8)).not.toEqual(three(7));
    for (const each of three(7)) expect(each > 0 && each < 1).toBe(true);
  });

  it("has the mean and deviation of its distributions", () => {
    const random = createRandom(1);
    const normal = momentsOf(random.normal);
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.deviation).toBeCloseTo(1, 1);
    // Student's t with 10 degrees of freedom has a variance of 10 / 8.
    expect(momentsOf(() => random.student(10)).deviation).toBeCloseTo(Math.sqrt(10 / 8), 1);
    for (const events of [0.5, 1, 4]) {
      const gamma = momentsOf(() => random.gamma(3, events));
      expect(gamma.mean / 3).toBeCloseTo(1, 1);
      expect(gamma.deviation / 3).toBeCloseTo(1 / Math.sqrt(events), 1);
    }
  });

  it("draws nine of ten log-normal numbers within their range", () => {
    const random = createRandom(2);
    const drawn = Array.from({ length: DRAWS }, () => random.logNormal({ least: 2, most: 50 }));
    const inside = drawn.filter((each) => each >= 2 && each <= 50).length / DRAWS;
    expect(inside).toBeCloseTo(0.9, 1);
    expect(drawn.filter((each) => each < 10).length / DRAWS).toBeCloseTo(0.5, 1);
  });
});
