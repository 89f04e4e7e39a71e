import { describe, expect, it } from "vitest";
import { POLARITIES, type Polarity, polarityCounts } from "../../model/index.ts";
import { drawLine, drawMark } from "./draw-edge.ts";
import type { Point } from "./layout.ts";
import type { PictureEdge, PictureNode } from "./picture.ts";
import { type Box, overlap, type Placed } from "./place.ts";
import { headBoxes, type Route, routesOf } from "./route.ts";

function placed(id: string, at: Point): Placed {
  const row = { kind: "entity", id, name: id, type: "Concept", aliases: [], mentions: 3, transcripts: 1 } as const;
  const node: PictureNode = { row, files: [], quotes: [], sentences: [] };
  return { ...at, node, radius: 10, lines: [id] };
}

function said(source: string, target: string, type: string, ...polarities: Polarity[]): PictureEdge {
  const polarity = polarityCounts((each) => (polarities.includes(each) ? 1 : 0));
  return { kind: "said", source, target, type, count: polarities.length, polarity, evidence: [] };
}

/** Routes from "sleep" to "focus", which is at this offset. */
function routes(to: Point, edges: readonly PictureEdge[]): readonly [Route, ...Route[]] {
  const nodes = new Map([
    ["sleep", placed("sleep", { x: 0, y: 0 })],
    ["focus", placed("focus", to)],
  ]);
  return routesOf(edges, nodes) as readonly [Route, ...Route[]];
}

function boxOf(text: string, size: { readonly halfWidth: number }) {
  const [, x = "", y = ""] = /x="([-\d.]+)" y="([-\d.]+)"/.exec(text) ?? [];
  return { x: Number(x), y: Number(y) - 5, halfHeight: 8, ...size };
}

const DIRECTIONS: readonly Point[] = [
  { x: 90, y: 0 },
  { x: 60, y: 60 },
  { x: 0, y: 80 },
  { x: -80, y: 40 },
  { x: -50, y: -70 },
  { x: 60, y: 5 },
];

describe("the signs of a relation", () => {
  it.each(DIRECTIONS)("are next to the head of the arrow and do not cover it, towards $x, $y", (to) => {
    for (const polarities of [["negated"], ["stated", "hypothetical"], POLARITIES] as const) {
      const [route] = routes(to, [said("sleep", "focus", "REDUCES", ...polarities)]);
      const head = headBoxes(route)[0] as Box;
      const mark = drawMark(route, [head]);
      const signs = /">(.+)<\/text>/.exec(mark)?.[1] ?? "";
      const box = boxOf(mark, { halfWidth: signs.length * 4.6 });
      expect(overlap(box, head)).toBe(false);
      expect(Math.hypot(box.x - head.x, box.y - head.y)).toBeLessThan(60);
    }
  });

  it("are absent for a relation that is only stated", () => {
    const [route] = routes({ x: 90, y: 0 }, [said("sleep", "focus", "CAUSES", "stated")]);
    expect(drawMark(route, [])).toBe("");
    expect(drawLine(route)).not.toContain("unstated");
  });
});

describe("the lines between two nodes", () => {
  it("are one per relation and direction, and do not overlap", () => {
    const all = routes({ x: 120, y: 30 }, [
      said("sleep", "focus", "CAUSES", "stated"),
      said("sleep", "focus", "REDUCES", "negated"),
      said("focus", "sleep", "REQUIRES", "stated"),
    ]);
    const middles = all.map(({ at }) => at(0.5));
    for (const [index, one] of middles.entries())
      for (const other of middles.slice(index + 1))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(6);
  });

  it("have no arrow head when the relation has no direction", () => {
    const [route] = routes({ x: 90, y: 0 }, [said("sleep", "focus", "RELATES_TO", "negated")]);
    expect(headBoxes(route)).toEqual([]);
    expect(drawLine(route)).not.toContain("marker-end");
    expect(drawMark(route, [])).toContain(">✕<");
  });
});
