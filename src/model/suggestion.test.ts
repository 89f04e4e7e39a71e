import { describe, expect, it } from "vitest";
import { nearestWord, suggestion } from "./suggestion.ts";

describe("a suggestion", () => {
  it("finds what was most likely meant", () => {
    expect(nearestWord("worksapce", ["workspace", "data-dir"])).toBe("workspace");
    expect(nearestWord("Bath-Size", ["batch-size"])).toBe("batch-size");
  });

  it("offers nothing where nothing is near", () => {
    expect(nearestWord("colour", ["workspace", "limit"])).toBeNull();
    expect(suggestion("colour", ["workspace", "limit"])).toBe("");
  });
});
