import { describe, expect, it } from "vitest";
import { didYouMean, nearestWord, suggestion } from "./suggestion.ts";

describe("a suggestion", () => {
  it("finds the candidate that was most likely meant", () => {
    expect(nearestWord("worksapce", ["workspace", "data-dir"])).toBe("workspace");
    expect(nearestWord("Bath-Size", ["batch-size"])).toBe("batch-size");
  });

  it("names all candidates that may have been meant", () => {
    expect(didYouMean(["a"])).toBe('Did you mean "a"?');
    expect(didYouMean(["a", "b"])).toBe('Did you mean "a" or "b"?');
    expect(didYouMean(["a", "b", "c"])).toBe('Did you mean "a", "b" or "c"?');
  });

  it("offers no candidate if none is similar", () => {
    expect(nearestWord("colour", ["workspace", "limit"])).toBeNull();
    expect(suggestion("colour", ["workspace", "limit"])).toBe("");
  });
});
