import { describe, expect, it } from "vitest";
import type { EntityRow, RelationshipRow } from "../../model/index.ts";
import { sampleEntity, sampleId, sampleRelationship } from "../../testing/suites/sample-rows.ts";
import { themesOf } from "./themes.ts";

const entities = (...names: readonly string[]): EntityRow[] =>
  names.map((name, index) => sampleEntity(name, { mentions: 100 - index }));

/** Every two of the names are related. */
const clique = (names: readonly string[], count = 1): RelationshipRow[] =>
  names.flatMap((one, index) =>
    names
      .slice(index + 1)
      .map((other) => sampleRelationship(`${one} ${other}`, { source: sampleId(one), target: sampleId(other), count })),
  );

const namesOf = (themes: ReturnType<typeof themesOf>) => themes.map((theme) => theme.entities.map(({ name }) => name));

const TWO = [...clique(["sleep", "stress", "focus"]), ...clique(["map", "river", "paper", "ink"])];
const BRIDGE = sampleRelationship("bridge", { source: sampleId("focus"), target: sampleId("map") });

describe("the themes of a graph", () => {
  it("are the groups of entities that are connected more with each other, the most mentioned first", () => {
    const rows = entities("map", "river", "sleep", "stress", "focus", "paper", "ink", "alone");
    expect(namesOf(themesOf(rows, [...TWO, BRIDGE]))).toEqual([
      ["map", "river", "paper", "ink"],
      ["sleep", "stress", "focus"],
    ]);
  });

  it("are the same for rows in any order", () => {
    const rows = entities("map", "river", "sleep", "stress", "focus", "paper", "ink");
    const all = [...TWO, BRIDGE];
    expect(themesOf(rows.toReversed(), all.toReversed())).toEqual(themesOf(rows, all));
  });

  it("have at least three entities, and show at most eight with the number of all", () => {
    expect(themesOf(entities("a", "b"), clique(["a", "b"]))).toEqual([]);
    expect(themesOf([], [])).toEqual([]);
    const names = Array.from({ length: 11 }, (_, n) => `name ${n}`);
    const [theme, ...others] = themesOf(entities(...names), clique(names));
    expect(others).toEqual([]);
    expect([theme?.entities.length, theme?.size]).toEqual([8, 11]);
  });

  it("do not depend on a relationship of an entity with itself, or to an entity that is not given", () => {
    const rows = entities("sleep", "stress", "focus");
    const more = [
      sampleRelationship("self", { source: sampleId("sleep"), target: sampleId("sleep"), count: 99 }),
      sampleRelationship("far", { source: sampleId("sleep"), target: sampleId("unknown"), count: 99 }),
    ];
    expect(themesOf(rows, [...clique(["sleep", "stress", "focus"]), ...more])).toHaveLength(1);
  });
});
