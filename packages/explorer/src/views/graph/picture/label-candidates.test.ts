import { describe, expect, it } from "vitest";
import { candidatesOf } from "./label-candidates.ts";
import { placeLabels } from "./label-places.ts";
import type { LabelledNode, LabelledSegment } from "./labels.ts";
import type { Box } from "./obstacles.ts";

const node = (id: string, others: Partial<LabelledNode> = {}): LabelledNode => ({
  id,
  name: id,
  x: 0,
  y: 0,
  radius: 5,
  emphasis: "normal",
  isForced: false,
  ...others,
});
const segment = (id: string, isForced: boolean): LabelledSegment => ({
  id,
  from: { x: 0, y: 0 },
  to: { x: 100, y: 0 },
  words: "causes",
  isForced,
});
const SIZES = { ofNode: () => ({ width: 80, height: 14 }), ofSegment: () => ({ width: 40, height: 14 }) };
const order = (nodes: readonly LabelledNode[], segments: readonly LabelledSegment[] = []): readonly string[] =>
  candidatesOf(nodes, segments, SIZES).map(({ id, isForced }) => (isForced ? `${id}!` : id));
const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
const large = Array.from({ length: 6 }, (_, index) => node(`large${index}`, { radius: 20 - index }));
const LARGE = large.map(({ id }) => `${id}!`);

describe("labels", () => {
  it("of the six largest nodes are written in any case, also if they are dimmed", () => {
    const dimmed = large.map((each) => ({ ...each, emphasis: "dimmed" as const }));
    expect(order([...dimmed, node("small")])).toEqual([...LARGE, "small"]);
  });

  it("of what is selected come first, and dimmed ones last", () => {
    const dimmed = node("dimmed", { emphasis: "dimmed" });
    const nodes = [...large, dimmed, node("selected", { isForced: true }), node("beside")];
    expect(order(nodes, [segment("line", false)])).toEqual(["selected!", ...LARGE, "beside", "line", "dimmed"]);
  });

  it("of a selected line have places before names that can be elsewhere", () => {
    const nodes = [...large, node("end", { isForced: true }), node("beside")];
    expect(order(nodes, [segment("line", true)])).toEqual(["end!", "line!", ...LARGE, "beside"]);
  });

  it("of a short selected line lie over the name of neither end", () => {
    const [from, to] = [
      node("from", { x: 204, y: 218, isForced: true }),
      node("to", { x: 193, y: 204, isForced: true }),
    ];
    const line = { ...segment("line", true), from, to };
    const placed = placeLabels(candidatesOf([from, to], [line], SIZES), [from, to], { width: 400, height: 400 });
    const [words, ...names] = ["line", "from", "to"].flatMap((id) => placed.get(id) ?? []);
    expect(names).toHaveLength(2);
    for (const name of names) {
      const isOver = words !== undefined && overlap(words, name);
      expect(isOver).toBe(false);
    }
  });
});
