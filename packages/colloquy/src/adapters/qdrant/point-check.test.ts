import { describe, expect, it } from "vitest";
import type { VectorRow } from "../../model/index.ts";
import { checkedRow } from "./point-check.ts";
import { type FoundPoint, toPoint } from "./point.ts";
import { TermDimensions } from "../keywords/index.ts";
import { encodeTermCounts } from "./encoded-term-counts.ts";

const KEYWORDS = new TermDimensions("w");
const EXPECTED = {
  workspace: "w",
  assumedLength: 120,
  termsOf: (text: string) => KEYWORDS.countsOf(text.split(" ")),
};
const ROW: VectorRow = {
  kind: "vector",
  id: "0123456789abcdef0123456789abcdef",
  transcript: "t",
  file: "\ud800.vtt",
  ordinal: 0,
  speakers: ["Ann", "ANN", "Bo"],
  startMs: null,
  endMs: 1.5,
  startOffset: 0,
  endOffset: 1,
  text: "a b a",
  turns: [{ speaker: null, startMs: null, endMs: null, startOffset: 0, endOffset: 1 }],
  profile: "p",
  vector: Float32Array.of(3, 4),
};

/** A point as a server returns it: normalised, in single precision. */
function stored(change: Partial<VectorRow> = {}): FoundPoint & { payload: Record<string, unknown> } {
  const row = { ...ROW, ...change };
  const { id, payload, vector } = toPoint("w", row, {
    terms: KEYWORDS.countsOf(["a", "b", "a"]),
    assumedLength: EXPECTED.assumedLength,
  });
  const length = Math.hypot(...row.vector) || 1;
  const bm25 = Object(vector)["bm25"] as { indices: number[]; values: number[] };
  return {
    id,
    payload: { ...payload },
    vector: {
      "": [...row.vector].map((value) => Math.fround(value / length)),
      bm25: { indices: bm25.indices, values: bm25.values.map(Math.fround) },
    },
  };
}

describe("a point of Qdrant that is compared with its row", () => {
  it.each([
    {},
    { vector: Float32Array.of(0, 0) },
    { vector: Float32Array.of(1, 0), file: "a.vtt" },
    { speakers: [] },
    { passages: Uint8Array.of(1, 255) },
  ])("returns the row of an unchanged point: %o", (change) => {
    expect(checkedRow(stored(change), EXPECTED)).toEqual({ ...ROW, ...change });
  });

  it.each<readonly [string, (point: ReturnType<typeof stored>) => object]>([
    ["it cannot be read", ({ payload }) => ({ payload: { ...payload, exact: "{" } })],
    ["it cannot be read", ({ payload }) => ({ payload: { ...payload, passages: "no base64" } })],
    ["it cannot be read", () => ({ payload: null })],
    ["it cannot be read", ({ payload }) => ({ payload: { ...payload, vector: undefined }, vector: undefined })],
    ["its id is not the id of its chunk", () => ({ id: 7 })],
    ["its workspace was changed", ({ payload }) => ({ payload: { ...payload, workspace: "other" } })],
    ["its speakerKeys do not match its speakers", ({ payload }) => ({ payload: { ...payload, speakerKeys: ["ann"] } })],
    ["its payload does not match its chunk", ({ payload }) => ({ payload: { ...payload, file: "other.vtt" } })],
    ["it has no vector", ({ vector }) => ({ vector: { bm25: Object(vector).bm25 } })],
    ["its vector differs from its copy", ({ vector }) => ({ vector: { ...Object(vector), "": [0.8, 0.6] } })],
    ["its vector has other dimensions than its copy", ({ vector }) => ({ vector: { ...Object(vector), "": [1] } })],
    ["it has no termCounts", ({ payload }) => ({ payload: { ...payload, termCounts: "AAA" } })],
    ["its terms differ from the counted terms", ({ payload }) => ({ payload: { ...payload, terms: [1] } })],
    ["its termTotal is not the sum of its termCounts", ({ payload }) => ({ payload: { ...payload, termTotal: 9 } })],
    ["its vector bm25 does not match its terms", ({ vector }) => ({ vector: { "": Object(vector)[""] } })],
    [
      "its vector bm25 does not match its terms",
      ({ vector }) => ({ vector: { ...Object(vector), bm25: { ...Object(vector).bm25, values: [1, 1] } } }),
    ],
    [
      "its termCounts do not match its text",
      ({ payload, vector }) => ({
        payload: { ...payload, terms: [], termTotal: 0, termCounts: encodeTermCounts(KEYWORDS.countsOf([])) },
        vector: { "": Object(vector)[""] },
      }),
    ],
  ])("is damaged when %s", (reason, change) => {
    const point = stored();
    expect(checkedRow({ ...point, ...change(point) }, EXPECTED)).toMatchObject({ kind: "damaged", reason });
  });
});
