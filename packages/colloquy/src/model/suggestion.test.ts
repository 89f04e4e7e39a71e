import { describe, expect, it } from "vitest";
import { didYouMean, nearestWord, suggestion } from "./suggestion.ts";

describe("a suggestion", () => {
  it("finds what was most likely meant", () => {
    expect(nearestWord("worksapce", ["workspace", "data-dir"])).toBe("workspace");
    expect(nearestWord("Bath-Size", ["batch-size"])).toBe("batch-size");
  });

  it("names all that may have been meant", () => {
    expect(didYouMean(["a"])).toBe('Did you mean "a"?');
    expect(didYouMean(["a", "b"])).toBe('Did you mean "a" or "b"?');
    expect(didYouMean(["a", "b", "c"])).toBe('Did you mean "a", "b" or "c"?');
  });

  it("offers nothing where nothing is near", () => {
    expect(nearestWord("colour", ["workspace", "limit"])).toBeNull();
    expect(suggestion("colour", ["workspace", "limit"])).toBe("");
  });
});
