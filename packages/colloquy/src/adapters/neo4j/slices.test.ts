import { expect, it } from "vitest";
import type { ChunkRow, TranscriptRow } from "../../model/index.ts";
import { lastOfEachId, slices } from "./slices.ts";

function transcript(id: string, turns = 1): TranscriptRow {
  return { kind: "transcript", id, file: "one.vtt", format: "webvtt", turns };
}

function chunk(id: string, text: string): ChunkRow {
  const place = { transcript: "t", file: "one.vtt", ordinal: 0, startOffset: 0, endOffset: 1 };
  return { kind: "chunk", id, ...place, speakers: [], startMs: null, endMs: null, text, profile: null };
}

it("divides rows into slices of at most 1,000, in order", () => {
  const rows = Array.from({ length: 2_500 }, (_, n) => transcript(String(n)));
  const cut = slices(rows);
  expect(cut.map((slice) => slice.length)).toEqual([1_000, 1_000, 500]);
  expect(cut.flat()).toEqual(rows);
  expect(slices([])).toEqual([]);
});

it("divides long texts into smaller slices of at least one row", () => {
  const rows = Array.from({ length: 10 }, (_, n) => chunk(String(n), "x".repeat(1_500_000)));
  expect(slices(rows).map((slice) => slice.length)).toEqual([3, 3, 3, 1]);
  expect(slices([chunk("a", "x".repeat(9_000_000)), chunk("b", "")]).map((slice) => slice.length)).toEqual([1, 1]);
});

it("keeps the last of several rows with the same id", () => {
  const rows = [transcript("a", 1), transcript("b", 1), transcript("a", 2)];
  expect(lastOfEachId(rows)).toEqual([transcript("a", 2), transcript("b", 1)]);
});
