import { describe, expect, it } from "vitest";
import { DOT_CORNERS, DOT_MESH } from "./dot-mesh.ts";
import { LINE_CORNERS, LINE_MESH } from "./line-mesh.ts";
import { floatsOf, type Mesh } from "./mesh-program.ts";
import { packDots, packLines } from "./pack.ts";
import { COLOURS, dot, line, NO_EMPHASIS, scene } from "./sample-scene.ts";

const PLACES = new Map([
  ["a", { x: 1, y: 2 }],
  ["b", { x: 3, y: 4 }],
]);
const VIEW = { colours: COLOURS, emphasis: NO_EMPHASIS, hovered: null, placeOf: (id: string) => PLACES.get(id) };

/** The values of each corner, and its colour. */
function cornersOf(packed: Float32Array, mesh: Mesh) {
  const width = floatsOf(mesh);
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset);
  return Array.from({ length: packed.length / width }, (_, corner) => ({
    values: [...packed.subarray(corner * width, (corner + 1) * width - 1)],
    colour: [...bytes.subarray(((corner + 1) * width - 1) * 4, (corner + 1) * width * 4)],
  }));
}

describe("the corners of lines", () => {
  const shown = scene(
    [dot("a", { radius: 5 }), dot("b", { radius: 9 })],
    [line("a", "b", { shift: 7, isDashed: true })],
  );

  it("have the values of their line, each of them", () => {
    const corners = cornersOf(packLines(shown, VIEW), LINE_MESH);
    expect(corners).toHaveLength(LINE_CORNERS);
    for (const { values } of corners) expect(values).toEqual([1, 2, 3, 4, 1, 7, 5, 9, 4]);
  });

  it("leave out a line whose end is not there", () => {
    expect(packLines(scene(shown.dots, [line("a", "gone")]), VIEW)).toHaveLength(0);
  });

  it("are wider under the pointer and when they are selected", () => {
    const widthOf = (view: object): number | undefined =>
      cornersOf(packLines(shown, { ...VIEW, ...view }), LINE_MESH)[0]?.values[4];
    expect(widthOf({ hovered: "a-b" })).toBe(2.5);
    expect(widthOf({ emphasis: { ...NO_EMPHASIS, line: "a-b" } })).toBe(2.5);
    expect(widthOf({ hovered: "other" })).toBe(1);
  });

  it("are red for a denied relation, also in the foreground, and faint beside what is", () => {
    const denied = scene(shown.dots, [line("a", "b", { tone: "denied" })]);
    const colourOf = (lines: readonly string[]): readonly number[] | undefined => {
      const emphasis = { ...NO_EMPHASIS, clear: { dots: new Set<string>(), lines: new Set(lines) } };
      return cornersOf(packLines(denied, { ...VIEW, emphasis }), LINE_MESH)[0]?.colour;
    };
    expect(colourOf(["a-b"])).toEqual([200, 0, 0, 255]);
    expect(colourOf([])?.[3]).toBeLessThan(60);
  });
});

describe("the corners of dots", () => {
  it("have place, radius and form; the most important dot comes last, above the others", () => {
    const packed = packDots(scene([dot("a", { group: 1 }), dot("b", { radius: 3, isPinned: true })]), VIEW);
    const corners = cornersOf(packed, DOT_MESH);
    expect(corners).toHaveLength(2 * DOT_CORNERS);
    expect(corners[0]).toEqual({ values: [3, 4, 3, 1], colour: [50, 50, 50, 255] });
    expect(corners.at(-1)).toEqual({ values: [1, 2, 5, 0], colour: [2, 2, 2, 255] });
  });

  it("are faint beside what is in the foreground", () => {
    const emphasis = { ...NO_EMPHASIS, clear: { dots: new Set(["a"]), lines: new Set<string>() } };
    const [first, last] = [0, -1].map((at) =>
      cornersOf(packDots(scene([dot("a"), dot("b")]), { ...VIEW, emphasis }), DOT_MESH).at(at),
    );
    expect(last?.colour[3]).toBe(255);
    expect(first?.colour[3]).toBeLessThan(80);
  });
});
