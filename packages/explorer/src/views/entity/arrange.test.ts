import type { Contradiction, Entity } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { arrangeClaims, claimKey, otherStatements, sidesOf } from "./arrange.ts";
import { claim, evidence, statement } from "../../testing/claims.ts";

const NONE: Entity["claims"] = {
  is: [],
  includes: [],
  causes: [],
  effects: [],
  requires: [],
  requiredBy: [],
  positions: [],
  related: [],
  other: [],
  derived: [],
};

describe("the claims of an entity", () => {
  it("are groups in the order of the page, without empty ones", () => {
    const claims = { ...NONE, effects: [claim("coffee", "CAUSES", "anxiety")], is: [claim("coffee", "IS_A", "drink")] };
    const { groups, positions } = arrangeClaims({ id: "coffee", claims });
    expect(groups.map(({ name }) => name)).toEqual(["is", "effects"]);
    expect(positions).toEqual([]);
  });

  it("have the positions of others among the groups, and the own ones apart", () => {
    const own = claim("Ann", "OPPOSES", "coffee");
    const others = claim("Ben", "ADVOCATES", "Ann");
    const person = arrangeClaims({ id: "Ann", claims: { ...NONE, positions: [own, others] } });
    expect(person.positions).toEqual([own]);
    expect(person.groups).toEqual([{ name: "positions", claims: [others] }]);
    const concept = arrangeClaims({ id: "coffee", claims: { ...NONE, positions: [own] } });
    expect(concept.positions).toEqual([]);
    expect(concept.groups).toEqual([{ name: "positions", claims: [own] }]);
  });

  it("have keys that tell directions and types apart", () => {
    const keys = [
      claim("coffee", "CAUSES", "anxiety"),
      claim("anxiety", "CAUSES", "coffee"),
      claim("coffee", "REDUCES", "anxiety"),
    ].map((each) => claimKey(each, "coffee"));
    expect(keys).toEqual(["CAUSES.to.anxiety", "CAUSES.from.anxiety", "REDUCES.to.anxiety"]);
  });
});

describe("the statements of a person", () => {
  it("are without the positions, which are shown before", () => {
    const said = ["coffee", "tea"].map((target) => ({
      ...statement("Ann", "OPPOSES", target),
      confidence: 1,
      evidence: [],
    }));
    expect(otherStatements(said, [claim("Ann", "OPPOSES", "coffee")])).toEqual([said[1]]);
  });
});

describe("the sides of a contradiction", () => {
  const causes = claim("coffee", "CAUSES", "anxiety");
  const reduces = claim("coffee", "REDUCES", "anxiety");
  const holder = (name: string, polarity: "stated" | "negated", type: string, labels = [name]) => ({
    id: name,
    name,
    labels,
    transcripts: ["a.txt"],
    transcriptCount: 1,
    statements: [{ ...statement("coffee", type, "anxiety"), count: 1, polarity, evidence: null }],
  });

  it("are who states and who denies it, the speaker of the words first", () => {
    const contradiction: Contradiction = {
      reason: "polarity",
      claims: [causes],
      evidence: [evidence({ speaker: "Dr. Ben" }), evidence({ speaker: "Cleo", polarity: "negated" })],
    };
    const holders = [
      holder("Ann", "stated", "CAUSES"),
      holder("Ben", "stated", "CAUSES", ["Dr. Ben"]),
      holder("Cleo", "negated", "CAUSES"),
    ];
    const sides = sidesOf(contradiction, holders);
    expect(sides.map(({ speakers }) => speakers.map(({ name }) => name))).toEqual([["Ben", "Ann"], ["Cleo"]]);
    expect(sides.map((side) => side.claim)).toEqual([causes, causes]);
  });

  it("are the two statements, if their types are opposite", () => {
    const contradiction: Contradiction = {
      reason: "types",
      claims: [causes, reduces],
      evidence: [evidence({ speaker: "Ann" }), evidence({ speaker: "Ben" })],
    };
    const holders = [holder("Ann", "stated", "CAUSES"), holder("Ben", "stated", "REDUCES")];
    const sides = sidesOf(contradiction, holders);
    expect(sides.map((side) => side.claim)).toEqual([causes, reduces]);
    expect(sides.map(({ speakers }) => speakers.map(({ name }) => name))).toEqual([["Ann"], ["Ben"]]);
  });

  it("have the label of the words, if no holder is known", () => {
    const words = [evidence({ speaker: "Ann" }), evidence({ speaker: null, polarity: "negated" })] as const;
    const sides = sidesOf({ reason: "polarity", claims: [causes], evidence: words }, []);
    expect(sides.map(({ speakers }) => speakers)).toEqual([[{ id: null, name: "Ann" }], []]);
  });
});
