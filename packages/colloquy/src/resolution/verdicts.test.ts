import { describe, expect, it } from "vitest";
import type { MentionedName, Verdict } from "../ports/index.ts";
import { derivedRelation, questionOf, standingOf, verdictOn } from "./verdicts.ts";

const named = (key: string): MentionedName => ({
  key,
  name: key,
  type: "Concept",
  evidence: key,
  speaker: null,
  file: "a.txt",
});

describe("a pair of names", () => {
  const cases: readonly [Verdict[], boolean | null, number | null, Verdict | null][] = [
    [[], null, 1, null],
    [["different"], false, null, null],
    [["broader"], false, null, null],
    [["unsure"], null, null, null],
    [["same"], null, 2, null],
    [["same", "same"], true, null, null],
    [["same", "different"], null, null, null],
    [["same", "unsure"], null, null, null],
    [["broader kind"], false, 2, null],
    [["broader kind", "broader kind"], false, null, "broader kind"],
    [["narrower part", "narrower part"], false, null, "narrower part"],
    [["narrower part", "narrower kind"], false, null, null],
    [["broader kind", "narrower kind"], false, null, null],
    [["broader kind", "same"], null, null, null],
    [["broader part", "different"], false, null, null],
  ];
  it.each(cases)(
    "with the verdicts %j is the same: %s; next round: %s; relation: %s",
    (verdicts, isSame, next, relation) => {
      expect(standingOf(verdicts)).toEqual({ isSame, relation, next });
    },
  );

  it("has a relation from the narrower to the broader name", () => {
    const pair = { first: "car", second: "vehicle" };
    const derived = { source: "car", target: "vehicle", version: 2 };
    expect(derivedRelation(pair, "narrower kind", 2)).toEqual({ ...derived, type: "IS_A" });
    expect(derivedRelation(pair, "narrower part", 2)).toEqual({ ...derived, type: "IS_PART_OF" });
    expect(derivedRelation(pair, "broader kind", 2)).toEqual({
      ...derived,
      type: "IS_A",
      source: "vehicle",
      target: "car",
    });
  });
});

describe("a question", () => {
  it("shows the names in the other order in the second round", () => {
    const [a, b] = [named("a"), named("b")];
    const shown = [1, 2].map((round) =>
      questionOf(a, b, { round, version: 1 })
        .shown.map(({ name }) => name)
        .join(),
    );
    expect(shown).toEqual(["a,b", "b,a"]);
    expect(verdictOn({ round: 2 }, "broader")).toBe("narrower");
    expect(verdictOn({ round: 2 }, "narrower part")).toBe("broader part");
    expect(verdictOn({ round: 2 }, "same")).toBe("same");
    expect(verdictOn({ round: 1 }, "broader")).toBe("broader");
  });

  it("has a content key of its own for each pair, round and version, whatever the evidence", () => {
    const [a, b] = [named("a"), named("b")];
    const keys = [
      questionOf(a, b, { round: 1, version: 1 }),
      questionOf(a, b, { round: 2, version: 1 }),
      questionOf(a, b, { round: 1, version: 2 }),
      questionOf(a, named("c"), { round: 1, version: 1 }),
    ].map(({ contentKey }) => contentKey);
    expect(new Set(keys)).toHaveProperty("size", 4);
    expect(questionOf({ ...a, evidence: "other" }, b, { round: 1, version: 1 }).contentKey).toBe(keys[0]);
  });
});
