import { describe, expect, it } from "vitest";
import { checkVectors } from "./check-vectors.ts";

describe("vectors of an embedding model", () => {
  it("pass when there is one a text, of the right length and of numbers", () => {
    expect(() => checkVectors([Float32Array.of(1, 0), Float32Array.of(0, 0)], 2, 2)).not.toThrow();
  });
  it("are refused when one is missing", () => {
    expect(() => checkVectors([Float32Array.of(1, 0)], 2, 2)).toThrow("gave 1 vectors for 2 texts");
  });
  it("are refused with other dimensions", () => {
    expect(() => checkVectors([Float32Array.of(1)], 1, 2)).toThrow("1 dimensions instead of 2");
  });
  it.each([Number.NaN, Number.POSITIVE_INFINITY])("are refused with %d in them", (value) => {
    expect(() => checkVectors([Float32Array.of(1, value)], 1, 2)).toThrow("not all numbers");
  });
});
