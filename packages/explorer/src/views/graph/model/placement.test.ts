import { describe, expect, it } from "vitest";
import { place, type Position } from "./placement.ts";

const distance = (one: Position | undefined, other: Position | undefined): number =>
  one === undefined || other === undefined ? Number.NaN : Math.hypot(one.x - other.x, one.y - other.y);

describe("the places before the layout", () => {
  const known = new Map([
    ["a", { x: 100, y: 0 }],
    ["b", { x: 2_000, y: 0 }],
  ]);

  it("are the same for the same entities, whatever else is random", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const links = [{ source: "a", target: "c" }];
    expect(place(ids, links, known)).toEqual(place(ids, links, known));
  });

  it("leave known entities where they are", () => {
    const places = place(["a", "b", "c"], [{ source: "a", target: "b" }], known);
    expect(places.get("a")).toEqual({ x: 100, y: 0 });
    expect(places.get("b")).toEqual({ x: 2_000, y: 0 });
  });

  it("put a new entity beside its neighbour, and never on it", () => {
    const places = place(
      ["a", "b", "c", "d"],
      [
        { source: "c", target: "b" },
        { source: "b", target: "d" },
      ],
      known,
    );
    for (const id of ["c", "d"]) {
      expect(distance(places.get(id), places.get("b"))).toBeGreaterThan(30);
      expect(distance(places.get(id), places.get("b"))).toBeLessThan(100);
    }
    expect(places.get("c")).not.toEqual(places.get("d"));
  });

  it("are different for entities without neighbours", () => {
    const places = [...place(["c", "d", "e", "f"], [], new Map()).values()];
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
  });
});
