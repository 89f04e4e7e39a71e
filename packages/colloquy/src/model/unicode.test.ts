import { expect, it } from "vitest";
import { compareText, hasFoldedWords, hasWords, isWellFormed } from "./unicode.ts";

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

it("finds the beginnings of words in a name, in any script and without case", () => {
  const name = "Émile's Straße-map (v2) 👩‍🚀lab \u{1d7d8}x";
  for (const words of [["émi"], ["s"], ["strass"], ["map", "strasse"], ["v2"], ["lab"], ["(v"], ["\u{1d7d8}"]])
    expect(hasWords(name, words)).toBe(true);
  for (const words of [["mile"], ["trasse"], ["ap"], ["2"], ["ab"], ["x"], [], [""], ["map", "trasse"]])
    expect(hasWords(name, words)).toBe(false);
  expect(hasWords(`${"a ".repeat(100)}end`, ["end"])).toBe(false);
  expect(hasFoldedWords("strasse", ["stra"])).toBe(true);
});
