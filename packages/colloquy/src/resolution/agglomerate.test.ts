import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agglomerate, type PairDecision } from "./agglomerate.ts";

const same = (one: number, other: number, source: PairDecision["source"] = "verdict"): PairDecision => ({
  one,
  other,
  isSame: true,
  source,
});
const different = (one: number, other: number, source: PairDecision["source"] = "verdict"): PairDecision => ({
  ...same(one, other, source),
  isSame: false,
});

describe("names are divided into entities", () => {
  it("alone without decisions", () => {
    expect(agglomerate([3, 1, 2], [])).toEqual([[3], [1], [2]]);
  });

  it("by chains of rules", () => {
    expect(agglomerate([1, 2, 3, 4], [same(1, 2, "rule"), same(2, 4, "rule")])).toEqual([[1, 2, 4], [3]]);
  });

  it("by the user, against rules", () => {
    const decisions = [same(1, 2, "rule"), same(2, 3, "rule"), different(1, 3, "user"), same(3, 4, "user")];
    expect(agglomerate([1, 2, 3, 4], decisions)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("by the user, against all verdicts", () => {
    const verdicts = [same(1, 3), same(1, 4), same(2, 3), same(2, 4)];
    const rules = [same(1, 2, "rule"), same(3, 4, "rule")];
    expect(agglomerate([1, 2, 3, 4], [...verdicts, ...rules, different(2, 4, "user")])).toHaveLength(2);
    expect(agglomerate([1, 2, 3, 4], [...verdicts, ...rules])).toHaveLength(1);
  });

  it("by the majority of verdicts between groups, so that one wrong verdict joins nothing", () => {
    const left = [same(1, 2), same(1, 3), same(2, 3)];
    const right = [same(4, 5), same(4, 6), same(5, 6)];
    const between = [different(1, 4), different(2, 5), different(3, 6), same(1, 5)];
    expect(agglomerate([1, 2, 3, 4, 5, 6], [...left, ...right, ...between])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it("so that one wrong verdict does not tear a group apart", () => {
    expect(agglomerate([1, 2, 3], [same(1, 2), same(2, 3), same(1, 3)])).toEqual([[1, 2, 3]]);
    const wrong = [same(1, 2), same(2, 3), same(1, 4), same(2, 4), same(3, 4), different(1, 3)];
    expect(agglomerate([1, 2, 3, 4], wrong)).toEqual([[1, 2, 3, 4]]);
  });

  it("in the same way in every order of the decisions, and never against the user", () => {
    const decision = fc.record({
      one: fc.integer({ min: 0, max: 7 }),
      other: fc.integer({ min: 0, max: 7 }),
      isSame: fc.boolean(),
      source: fc.constantFrom("user", "rule", "verdict"),
    });
    const names = [0, 1, 2, 3, 4, 5, 6, 7];
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (decisions, order) => {
        const shuffled = decisions
          .map((each) => ({ each: { ...each, one: each.other, other: each.one }, rank: order.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ each }) => each);
        const groups = agglomerate(names, decisions);
        expect(agglomerate(names, shuffled)).toEqual(groups);
        expect(groups.flat().toSorted((a, b) => a - b)).toEqual(names);
        for (const { one, other, isSame, source } of decisions)
          if (source === "user" && !isSame && one !== other)
            expect(groups.some((group) => group.includes(one) && group.includes(other))).toBe(false);
      }),
    );
  });
});
