import { describe, expect, it } from "vitest";
import { poolStates } from "./pool-states.ts";

describe("pooling", () => {
  const states = Float32Array.from([3, 0, 0, 4, 5, 4]);

  it("takes the mean of the states, or the first state, with length 1", () => {
    expect([...poolStates(states, 2, "mean")]).toEqual([Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2)]);
    expect([...poolStates(states, 2, "first")]).toEqual([1, 0]);
  });

  it("makes zeros of no states, and of states that are zero", () => {
    expect([...poolStates(new Float32Array(), 2, "mean")]).toEqual([0, 0]);
    expect([...poolStates(new Float32Array(2), 2, "first")]).toEqual([0, 0]);
  });
});
