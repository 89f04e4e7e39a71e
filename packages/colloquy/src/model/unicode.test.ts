import { expect, it } from "vitest";
import { compareText, isWellFormed } from "./unicode.ts";

it("finds a lone surrogate at any depth, and only there", () => {
  for (const value of ["", "a\0b", "👩‍🚀", null, 1, undefined, Float32Array.of(1), { a: [{ b: "x" }, null] }])
    expect(isWellFormed(value)).toBe(true);
  for (const value of ["\ud83d", "x\udc00y", ["a", "\ud800"], { a: { b: ["\udfff"] } }])
    expect(isWellFormed(value)).toBe(false);
});

it("orders text by code point, and text with lone surrogates last", () => {
  const ordered = ["", "A", "a", "a\0", "ab", "é", "\uffff", "👩", "\udc00", "\ud83d"];
  expect(ordered.toReversed().sort(compareText)).toEqual(ordered);
});
