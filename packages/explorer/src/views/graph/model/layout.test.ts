import { describe, expect, it } from "vitest";
import { layOut } from "./layout.ts";
import { place } from "./placement.ts";

/** Two rings of ten entities each, with one relation between the rings. */
const RING = 10;
const IDS = ["a", "b"].flatMap((ring) => Array.from({ length: RING }, (_, index) => `${ring}${index}`));
const LINKS = [
  ...["a", "b"].flatMap((ring) =>
    Array.from({ length: RING }, (_, index) => ({ source: `${ring}${index}`, target: `${ring}${(index + 1) % RING}` })),
  ),
  { source: "a0", target: "b0" },
];

function arrange(known: ReadonlyMap<string, { x: number; y: number }> = new Map()) {
  const places = place(IDS, LINKS, known);
  const nodes = IDS.map((id) => ({ id, ...(places.get(id) ?? { x: 0, y: 0 }), isFixed: known.has(id) }));
  const found = layOut({ nodes, links: LINKS.map((link) => ({ ...link, weight: 1 })) });
  return new Map(IDS.map((id, index) => [id, { x: found[2 * index] ?? 0, y: found[2 * index + 1] ?? 0 }]));
}

type Places = ReturnType<typeof arrange>;
const at = (places: Places, id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe("the layout", () => {
  const first = arrange();

  it("is the same for the same graph", () => {
    expect(arrange()).toEqual(first);
  });

  it("puts neighbours nearer to each other than others", () => {
    const near = mean(LINKS.map(({ source, target }) => distance(at(first, source), at(first, target))));
    const all = mean(IDS.flatMap((one) => IDS.map((other) => distance(at(first, one), at(first, other)))));
    expect(near).toBeLessThan(all / 2);
  });

  it("leaves no two entities over each other", () => {
    for (const one of IDS)
      for (const other of IDS) if (one < other) expect(distance(at(first, one), at(first, other))).toBeGreaterThan(12);
  });

  it("moves nothing that has its place when others come, and puts these near their neighbours", () => {
    const known = new Map([...first].filter(([id]) => id !== "b5"));
    const places = arrange(known);
    for (const [id, before] of known) expect(places.get(id)).toEqual(before);
    const all = mean([...known.values()].map((place) => distance(place, at(places, "b5"))));
    expect(distance(at(places, "b5"), at(places, "b4"))).toBeLessThan(all / 2);
  });

  it("ends for one entity and for none", () => {
    expect(layOut({ nodes: [], links: [] })).toHaveLength(0);
    const [only] = layOut({ nodes: [{ id: "a", x: 5, y: 5, isFixed: false }], links: [] });
    expect(only).toBe(5);
  });
});
