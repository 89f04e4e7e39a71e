import { expect, it } from "vitest";
import { notShown, relationsOf } from "./relations.ts";
import { edgeOf, nodeOf } from "./sample-part.ts";

const edges = [
  { ...edgeOf("a", "CAUSES", "b"), left: 1 },
  { ...edgeOf("c", "CAUSES", "a"), left: 4 },
  { ...edgeOf("a", "CAUSES", "c"), left: 9 },
  { ...edgeOf("b", "CAUSES", "c"), left: 9 },
];
const nodes = ["a", "b", "c"].map((id) => nodeOf(id, { degree: 5 }));

it("groups the relations of an entity by type and direction, those with most evidence first", () => {
  const groups = relationsOf({ nodes, edges }, "a");
  expect(groups.map(({ isOutgoing, relations }) => [isOutgoing, relations.map(({ edge }) => edge.id)])).toEqual([
    [true, ["a CAUSES c", "a CAUSES b"]],
    [false, ["c CAUSES a"]],
  ]);
});

it("says how many relations of an entity are not shown", () => {
  expect(notShown(nodeOf("a", { degree: 5 }), edges)).toBe(2);
  expect(notShown(nodeOf("a", { degree: 2 }), edges)).toBe(0);
});
