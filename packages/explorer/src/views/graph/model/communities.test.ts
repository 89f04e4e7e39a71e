import { describe, expect, it } from "vitest";
import { communitiesOf } from "./communities.ts";
import { edgeOf, nodeOf } from "./sample-part.ts";

/** All pairs of entities. */
const clique = (ids: readonly string[]) =>
  ids.flatMap((one) =>
    ids.filter((other) => one < other).map((other) => ({ ...edgeOf(one, "CAUSES", other), left: 1 })),
  );

const COFFEE = ["c1", "c2", "c3", "c4"];
const SLEEP = ["s1", "s2", "s3"];
const PAIR = ["p1", "p2"];
const GRAPH = {
  nodes: [
    ...COFFEE.map((id, index) => nodeOf(id, { name: `coffee ${index}`, mentions: index })),
    ...SLEEP.map((id, index) => nodeOf(id, { name: `sleep ${index}`, mentions: 10 - index })),
    ...PAIR.map((id) => nodeOf(id)),
    nodeOf("alone"),
  ],
  edges: [...clique(COFFEE), ...clique(SLEEP), ...clique(PAIR), { ...edgeOf("c1", "CAUSES", "s1"), left: 1 }],
};

describe("communities", () => {
  it("are entities with relations among each other, the largest first", () => {
    expect(communitiesOf(GRAPH).map(({ ids }) => ids.toSorted())).toEqual([COFFEE, SLEEP]);
  });

  it("have the names of their most mentioned entities", () => {
    expect(communitiesOf(GRAPH).map(({ name }) => name)).toEqual(["coffee 3, coffee 2", "sleep 0, sleep 1"]);
  });

  it("are the same each time", () => {
    expect(communitiesOf(GRAPH)).toEqual(communitiesOf(GRAPH));
  });

  it("are none without relations", () => {
    expect(communitiesOf({ nodes: GRAPH.nodes, edges: [] })).toEqual([]);
  });
});
