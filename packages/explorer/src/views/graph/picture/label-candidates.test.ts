import { describe, expect, it } from "vitest";
import { candidatesOf } from "./label-candidates.ts";
import type { LabelledNode, LabelledSegment } from "./labels.ts";

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
});
