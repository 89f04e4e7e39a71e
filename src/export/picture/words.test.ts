import { describe, expect, it } from "vitest";
import { clockTime, labelLines, verbOf } from "./words.ts";

describe("clockTime", () => {
  it("shows hours only where there are any", () => {
    expect([clockTime(0), clockTime(61_999), clockTime(3_723_000), clockTime(null)]).toEqual([
      "0:00",
      "1:01",
      "1:02:03",
      "",
    ]);
  });
});

describe("labelLines", () => {
  it("keeps a short name whole and breaks a long one between words", () => {
    expect(labelLines("sleep debt")).toEqual(["sleep debt"]);
    expect(labelLines("later school start times")).toEqual(["later school", "start times"]);
  });

  it("cuts what would not fit on two lines", () => {
    const lines = labelLines("the very longest name of a thing that anybody ever mentioned anywhere");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(labelLines("x".repeat(300)).every((line) => [...line].length <= 20)).toBe(true);
  });
});

describe("verbOf", () => {
  it("reads a type of somebody's own ontology as words", () => {
    expect([verbOf("LEADS_TO"), verbOf("IS_MARRIED_TO")]).toEqual(["leads to", "is married to"]);
  });
});
