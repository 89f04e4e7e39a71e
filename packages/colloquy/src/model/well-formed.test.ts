import { expect, it } from "vitest";
import { isWellFormed } from "./well-formed.ts";

it("finds a lone surrogate at any depth, and only there", () => {
  for (const value of ["", "a\0b", "👩‍🚀", null, 1, undefined, Float32Array.of(1), { a: [{ b: "x" }, null] }])
    expect(isWellFormed(value)).toBe(true);
  for (const value of ["\ud83d", "x\udc00y", ["a", "\ud800"], { a: { b: ["\udfff"] } }])
    expect(isWellFormed(value)).toBe(false);
});
