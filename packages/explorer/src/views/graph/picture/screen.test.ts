import { describe, expect, it } from "vitest";
import { NO_HIT } from "./pointer.ts";
import { dot, line, NO_EMPHASIS, scene } from "./sample-scene.ts";
import type { Emphasis } from "./scene.ts";
import { Screen } from "./screen.ts";

const POINTS = new Map([
  ["a", { x: 100, y: 100 }],
  ["b", { x: 300, y: 100 }],
  ["c", { x: 104, y: 100 }],
]);
const screen = new Screen({ pointOf: (id) => POINTS.get(id) ?? null, dotScale: () => 2 });
const SCENE = scene([dot("a"), dot("b"), dot("c")], [line("a", "b"), line("b", "c")]);

describe("what is under the pointer", () => {
  it("is a dot, as large as it is on the screen, and the most important one of several", () => {
    expect(screen.hitAt({ x: 313, y: 100 }, SCENE)).toEqual({ dot: "b", line: null });
    expect(screen.hitAt({ x: 102, y: 100 }, SCENE).dot).toBe("a");
  });

  it("is a line where no dot is, and nothing elsewhere", () => {
    expect(screen.hitAt({ x: 200, y: 103 }, scene(SCENE.dots, [line("a", "b")]))).toEqual({ dot: null, line: "a-b" });
    expect(screen.hitAt({ x: 200, y: 130 }, SCENE)).toEqual(NO_HIT);
  });
});

describe("what is written", () => {
  it("begins with the selected dot and the dot under the pointer; dots that are not clear are dimmed", () => {
    const emphasis = { dot: "c", line: null, clear: { dots: new Set(["c", "b"]), lines: new Set<string>() } };
    const nodes = screen.labelledNodes(SCENE, emphasis, NO_HIT);
    expect(nodes.map(({ id, emphasis: each }) => `${id} ${each}`)).toEqual(["c strong", "a dimmed", "b normal"]);
    expect(nodes[0]?.radius).toBe(10);
  });

  it("has the names of the ends of the selected line, and of the selected dot and the dot under the pointer, in any case", () => {
    const forced = (emphasis: Partial<Emphasis>, hovered: string | null = null) =>
      screen
        .labelledNodes(SCENE, { ...NO_EMPHASIS, ...emphasis }, { dot: hovered, line: null })
        .flatMap(({ id, isForced }) => (isForced ? id : []));
    expect(forced({})).toEqual([]);
    expect(forced({ line: "b-c" })).toEqual(["b", "c"]);
    expect(forced({ dot: "a" }, "c")).toEqual(["a", "c"]);
  });

  it("has the relations of the selected dot, and that of the line under the pointer in any case", () => {
    const words = (dotId: string | null, hovered: string | null) =>
      screen
        .labelledSegments(SCENE, { ...NO_EMPHASIS, dot: dotId }, { dot: null, line: hovered })
        .map(({ id, isForced }) => `${id} ${isForced}`);
    expect(words(null, null)).toEqual([]);
    expect(words("a", null)).toEqual(["a-b false"]);
    expect(words("a", "b-c")).toEqual(["a-b false", "b-c true"]);
  });
});
