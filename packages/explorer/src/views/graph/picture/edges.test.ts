import { describe, expect, it } from "vitest";
import { edgeOf } from "../model/sample-part.ts";
import { linesOf, nearestSegment, shifted } from "./edges.ts";

const shown = (source: string, type: string, target: string, polarity: object = {}) => ({
  ...edgeOf(source, type, target),
  polarity: { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0, ...polarity },
  left: 1,
});

describe("lines of relations", () => {
  it("lie beside each other between the same two entities, also in opposite directions", () => {
    const lines = linesOf([shown("a", "CAUSES", "b"), shown("b", "CAUSES", "a"), shown("a", "IS_A", "c")]);
    const [there, back, other] = lines;
    expect(other?.shift).toBe(0);
    const middle = (from: number, to: number, shift = 0) =>
      shifted("", { x: from, y: 0 }, { x: to, y: 0 }, shift).from.y;
    expect(middle(0, 100, there?.shift)).toBeCloseTo(-middle(100, 0, back?.shift));
    expect(middle(0, 100, there?.shift)).not.toBeCloseTo(0);
  });

  it("are none for a relation of an entity with itself", () => {
    expect(linesOf([shown("a", "CAUSES", "a")])).toEqual([]);
  });

  it.each([
    [{ stated: 3, negated: 1, implied: 9 }, "said", false],
    [{ stated: 1, negated: 3 }, "denied", true],
    [{ question: 1 }, "said", true],
    [{ implied: 5 }, "implied", false],
  ] as const)("show how most of the words say it: %j", (polarity, tone, isDashed) => {
    expect(linesOf([shown("a", "CAUSES", "b", polarity)])).toMatchObject([{ tone, isDashed }]);
  });
});

describe("the line at a point", () => {
  const segments = [
    shifted("level", { x: 0, y: 0 }, { x: 100, y: 0 }, 0),
    shifted("steep", { x: 0, y: 0 }, { x: 0, y: 100 }, 0),
  ];

  it("is the nearest one", () => {
    expect(nearestSegment({ x: 50, y: 3 }, segments, 6)).toBe("level");
    expect(nearestSegment({ x: 2, y: 60 }, segments, 6)).toBe("steep");
  });

  it("is none if all are farther, and beyond the ends of a line", () => {
    expect(nearestSegment({ x: 50, y: 50 }, segments, 6)).toBeNull();
    expect(nearestSegment({ x: 110, y: 0 }, segments, 6)).toBeNull();
  });
});
