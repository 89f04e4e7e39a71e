import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RelationshipRow } from "../../model/index.ts";
import { sampleRelationship } from "../../testing/suites/sample-rows.ts";
import { type ReadSteps, shortestPath, type Step } from "./path-between.ts";

/** Relationships as `a-b` with the number of their evidence, 1 if none is given: `a-b 3`. */
function graph(...written: readonly string[]): { readonly read: ReadSteps; readonly reads: (readonly string[])[] } {
  const rows = written.map((text): RelationshipRow => {
    const [, source = "", target = "", count = "1"] = /^(\w+)-(\w+)(?: (\d+))?$/.exec(text) ?? [];
    return sampleRelationship(text, { source, target, count: Number(count) });
  });
  const reads: (readonly string[])[] = [];
  const read: ReadSteps = async (from) => {
    reads.push(from);
    return from.flatMap((id) =>
      rows.flatMap((relationship): Step[] => {
        const { source, target } = relationship;
        if (source === id && target !== id) return [{ from: id, to: target, relationship }];
        return target === id && source !== id ? [{ from: id, to: source, relationship }] : [];
      }),
    );
  };
  return { read, reads };
}

const over = (path: readonly Step[] | null): readonly string[] | null =>
  path === null ? null : [path[0]?.from ?? "", ...path.map(({ to }) => to)];

describe("a path between two entities", () => {
  it("is the shortest one, in both directions of relationships", async () => {
    const { read } = graph("a-b", "c-b", "c-d", "a-x", "x-y", "y-z", "z-d");
    expect(over(await shortestPath("a", "d", read))).toEqual(["a", "b", "c", "d"]);
    expect(over(await shortestPath("d", "a", read))).toEqual(["d", "c", "b", "a"]);
  });

  it("is the relationship between neighbours with most evidence", async () => {
    const { read } = graph("a-b 2", "b-a 5", "a-b 3");
    const path = await shortestPath("a", "b", read);
    expect(path?.map(({ relationship }) => relationship.count)).toEqual([5]);
  });

  it("of equally long ones has the best supported weakest relationship", async () => {
    const { read } = graph("a-b 9", "b-d 1", "a-c 3", "c-d 2");
    expect(over(await shortestPath("a", "d", read))).toEqual(["a", "c", "d"]);
  });

  it("has at most six relationships", async () => {
    const chain = ["a-b", "b-c", "c-d", "d-e", "e-f", "f-g", "g-h"];
    const { read } = graph(...chain);
    expect(over(await shortestPath("a", "g", read))).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    expect(await shortestPath("a", "h", read)).toBeNull();
  });

  it("does not exist between separate parts, and is not searched for where one of them ends", async () => {
    const { read, reads } = graph("a-b", "x-y", "y-z", "z-w");
    expect(await shortestPath("a", "x", read)).toBeNull();
    expect(reads.length).toBeLessThanOrEqual(6);
  });

  it("is as short as that of a search from one end", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const edge = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.integer({ min: 1, max: 9 }));
    await fc.assert(
      fc.asyncProperty(fc.array(edge, { maxLength: 12 }), async (edges) => {
        const { read } = graph(...edges.map(([source, target, count]) => `${source}-${target} ${count}`));
        const path = await shortestPath("a", "g", read);
        expect(path?.length ?? null).toBe(distance("a", "g", edges));
        for (const [index, { from, to, relationship }] of (path ?? []).entries()) {
          expect([relationship.source, relationship.target].sort()).toEqual([from, to].sort());
          if (index > 0) expect(path?.[index - 1]?.to).toBe(from);
        }
      }),
    );
  });
});

function distance(from: string, to: string, edges: readonly (readonly [string, string, number])[]): number | null {
  let front = new Set([from]);
  const reached = new Set(front);
  for (let length = 1; length <= 6; length += 1) {
    front = new Set(
      edges.flatMap(([one, other]) => [...(front.has(one) ? [other] : []), ...(front.has(other) ? [one] : [])]),
    );
    if (front.has(to)) return length;
    for (const id of reached) front.delete(id);
    for (const id of front) reached.add(id);
  }
  return null;
}
