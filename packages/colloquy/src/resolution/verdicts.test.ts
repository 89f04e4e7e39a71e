import { describe, expect, it } from "vitest";
import type { MentionedName, Verdict } from "../ports/index.ts";
import { questionOf, standingOf, verdictOn } from "./verdicts.ts";

const named = (key: string): MentionedName => ({
  key,
  name: key,
  type: "Concept",
  evidence: key,
  speaker: null,
  file: "a.txt",
});

describe("a pair of names", () => {
  const cases: readonly [Verdict[], boolean | null, number | null][] = [
    [[], null, 1],
    [["different"], false, null],
    [["broader"], false, null],
    [["unsure"], null, null],
    [["same"], null, 2],
    [["same", "same"], true, null],
    [["same", "different"], null, null],
    [["same", "unsure"], null, null],
  ];
  it.each(cases)("with the verdicts %j is the same: %s; the next round: %s", (verdicts, isSame, next) => {
    expect(standingOf(verdicts)).toEqual({ isSame, next });
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
