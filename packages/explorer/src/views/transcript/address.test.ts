import { describe, expect, it } from "vitest";
import { formatAt, indexAt, overlaps, parseAt, targetOf } from "./address.ts";

const outline = { characters: 1_000, chunks: [{ id: "a" }, { id: "b" }] };
const range = (startOffset: number, endOffset: number) => ({ startOffset, endOffset });

describe("offsets in an address", () => {
  it("are a start and an end", () => {
    expect(parseAt("120-180")).toEqual(range(120, 180));
    expect(parseAt(formatAt(range(0, 7)))).toEqual(range(0, 7));
  });

  it.each(["", "120", "120-", "-180", "180-120", "120-120", "1.5-3", "a-b", "120-180-200", "1e3-2e3", " 1-2"])(
    "are not %j",
    (at) => {
      expect(parseAt(at)).toBeNull();
    },
  );
});

describe("the words of an address", () => {
  it("are those between the offsets", () => {
    expect(targetOf(outline, { at: "10-20", chunk: "b" })).toEqual({ range: range(10, 20), notice: null });
    expect(targetOf(outline, {})).toEqual({ range: null, notice: null });
  });

  it("come with a remark when the chunk is no longer there, because then the text was edited", () => {
    expect(targetOf(outline, { at: "10-20", chunk: "c" })).toEqual({ range: range(10, 20), notice: "moved" });
  });

  it("end at the end of the transcript", () => {
    expect(targetOf(outline, { at: "990-1010" })).toEqual({ range: range(990, 1_000), notice: "shortened" });
    expect(targetOf(outline, { at: "990-1000" }).notice).toBeNull();
  });

  it("are none when they begin behind the end, or when there are no offsets", () => {
    expect(targetOf(outline, { at: "1000-1001" })).toEqual({ range: null, notice: "outside" });
    expect(targetOf(outline, { at: "everything" })).toEqual({ range: null, notice: "malformed" });
  });
});

describe("the item at an offset", () => {
  const items = [0, 10, 20].map((startOffset) => ({ startOffset }));

  it("is the last one that begins there or before", () => {
    expect([0, 9, 10, 19, 20, 99].map((offset) => indexAt(items, offset))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("is the first one before all of them, and without any", () => {
    expect(indexAt([{ startOffset: 5 }, { startOffset: 9 }], 3)).toBe(0);
    expect(indexAt([], 3)).toBe(0);
  });
});

describe("ranges", () => {
  it("overlap when they have a character in common: an end is exclusive", () => {
    expect(overlaps(range(0, 5), range(4, 9))).toBe(true);
    expect(overlaps(range(0, 5), range(5, 9))).toBe(false);
  });
});
