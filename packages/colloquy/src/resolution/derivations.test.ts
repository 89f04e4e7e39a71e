import { describe, expect, it } from "vitest";
import type { EntityEnd, StoredDerivation } from "../ports/index.ts";
import { tieDerivations } from "./derivations.ts";

const ENTITIES = ["vehicle", "car", "van", "wheel", "rim"];
const end = (key: string): EntityEnd => ({ no: ENTITIES.indexOf(key), id: key, key });

/** "car < vehicle": a car is a kind of vehicle; "wheel in car": a wheel is a part of a car; "? < car": a name of no entity. */
function derivation(text: string, no: number): StoredDerivation {
  const [source = "", how, target = ""] = text.split(" ");
  const endOf = (key: string): EntityEnd | null => (key === "?" ? null : end(key));
  return { no, type: how === "<" ? "IS_A" : "IS_PART_OF", source: endOf(source), target: endOf(target) };
}

/** The relations that have a relationship, in the form of `derivation`. */
function tied(texts: readonly string[], apart: readonly (readonly [string, string])[] = []): readonly string[] {
  const derivations = texts.map(derivation);
  const found: string[] = [];
  tieDerivations({
    derivations: () => derivations,
    keptApart: () => apart.map(([one, other]) => [end(one).no, end(other).no] as const),
    tieDerivations: (relationships) => {
      expect([...relationships.keys()].toSorted()).toEqual(texts.map((_, no) => no));
      for (const relationship of relationships.values()) {
        if (relationship === null) continue;
        found.push(
          `${relationship.source.key} ${relationship.type === "IS_A" ? "<" : "in"} ${relationship.target.key}`,
        );
      }
    },
  });
  return found;
}

describe("relations that follow from verdicts", () => {
  it("connect the entities of their names", () => {
    const all = ["car < vehicle", "van < vehicle", "wheel in car", "wheel in van", "rim in wheel"];
    expect(tied(all)).toEqual(all);
  });

  it("are left out if a name makes no entity, or both make one", () => {
    expect(tied(["? < car", "car in ?", "car < car", "car < vehicle"])).toEqual(["car < vehicle"]);
  });

  it("are left out if the user says that names of the two entities are different", () => {
    expect(tied(["car < vehicle", "van < vehicle"], [["vehicle", "car"]])).toEqual(["van < vehicle"]);
  });

  it.each([
    ["in direction", ["car < vehicle", "vehicle < car"]],
    ["in type", ["car < vehicle", "car in vehicle"]],
  ])("are left out if verdicts on names of the same entities differ %s", (_, contradicting) => {
    expect(tied([...contradicting, "van < vehicle"])).toEqual(["van < vehicle"]);
  });

  it("are left out in cycles, but not between two cycles", () => {
    const cycle = ["car < vehicle", "vehicle < van", "van < car"];
    expect(tied([...cycle, "wheel in car", "rim in wheel"])).toEqual(["wheel in car", "rim in wheel"]);
    const other = ["wheel in rim", "rim in wheel"];
    expect(tied([...cycle, ...other, "rim in van"])).toEqual(["rim in van"]);
  });

  it("do not depend on their order", () => {
    const all = ["car < vehicle", "vehicle < van", "van < car", "wheel in car", "rim in wheel", "wheel < rim"];
    expect(tied(all.toReversed()).toSorted()).toEqual(tied(all).toSorted());
  });
});
