import type { Comparison } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { evidence, statement } from "../../testing/claims.ts";
import { byPerson, commonStatement, conclusionOf, withoutRepeats } from "./sides.ts";

const person = (name: string) => ({ id: name, name, type: "Person", transcripts: [], topics: 1, statements: 1 });
const [ann, ben] = [person("Ann"), person("Ben")];

function viewpoint(speaker: string, type: string, polarity: "stated" | "negated" = "stated") {
  return {
    ...statement("coffee", type, "anxiety"),
    speaker: { id: speaker, name: speaker },
    polarity,
    count: 1,
    evidence: evidence({ speaker }),
  };
}

function topic(name: string, ...by: readonly (readonly [speaker: string, ...types: readonly string[]])[]) {
  return {
    id: name,
    name,
    type: "Concept",
    by: by.map(([speaker, ...types]) => ({
      speaker: { id: speaker, name: speaker },
      mentions: 2,
      statements: types.map((type) => ({ ...statement("coffee", type, "anxiety"), count: 1, evidence: evidence({}) })),
      evidence: evidence({ speaker }),
    })),
  };
}

const compared = (some: Partial<Comparison>): Comparison => ({
  speakers: [ann, ben],
  disagreements: [],
  agreements: [],
  shared: [],
  sharedCount: 0,
  only: [],
  ...some,
});

describe("viewpoints of two people", () => {
  it("stand beside each other in the order of the people", () => {
    const views = [viewpoint("Ben", "CAUSES"), viewpoint("Ann", "CAUSES"), viewpoint("Ben", "REDUCES")];
    const [left, right] = byPerson([ann, ben], views);
    expect(left).toEqual([views[1]]);
    expect(right).toEqual([views[0], views[2]]);
  });

  it("have one statement above them, if all are about it", () => {
    const [one, other] = [viewpoint("Ann", "CAUSES"), viewpoint("Ben", "CAUSES", "negated")];
    expect(commonStatement([one, other])).toBe(one);
    expect(commonStatement([one, viewpoint("Ben", "REDUCES")])).toBeNull();
  });
});

describe("topics of two people", () => {
  it("are without statements that are shown before", () => {
    const comparison = compared({
      disagreements: [{ viewpoints: [viewpoint("Ann", "CAUSES"), viewpoint("Ben", "CAUSES", "negated")] }],
      shared: [
        topic("coffee", ["Ann", "CAUSES", "LEADS_TO"], ["Ben"]),
        topic("anxiety", ["Ann", "LEADS_TO"], ["Ben", "REDUCES"]),
      ],
    });
    const types = withoutRepeats(comparison).map(({ by }) =>
      by.map(({ statements }) => statements.map(({ type }) => type)),
    );
    expect(types).toEqual([
      [["LEADS_TO"], []],
      [[], ["REDUCES"]],
    ]);
  });

  it("have the first sentence of those only who state nothing", () => {
    const topics = ["coffee", "anxiety"].map((name) => topic(name, ["Ann", "CAUSES"], ["Ben"]));
    const sentences = withoutRepeats(compared({ shared: topics })).map(({ by }) =>
      by.map((said) => said.evidence?.speaker ?? null),
    );
    expect(sentences).toEqual([
      [null, "Ben"],
      [null, "Ben"],
    ]);
  });
});

describe("the conclusion of a comparison", () => {
  it("says what there is not", () => {
    const viewpoints = [{ viewpoints: [viewpoint("Ann", "CAUSES")] }];
    expect(conclusionOf(compared({}))).toBe("nothing");
    expect(conclusionOf(compared({ shared: [topic("coffee", ["Ann"], ["Ben"])] }))).toBe("topics");
    expect(conclusionOf(compared({ agreements: viewpoints }))).toBe("no-disagreement");
    expect(conclusionOf(compared({ agreements: viewpoints, disagreements: viewpoints }))).toBeNull();
  });
});
