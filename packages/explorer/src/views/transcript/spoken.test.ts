import type { AnnotatedChunk, Turn } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { chunkAtTime, turnAtTime } from "./spoken.ts";

const place = (startMs: number | null, ordinal: number) => ({
  id: String(ordinal),
  ordinal,
  startOffset: 100 * ordinal,
  endOffset: 100 * ordinal + 100,
  startMs,
  endMs: null,
});

describe("the chunk at a time", () => {
  it("is the last one that has begun, over chunks without times", () => {
    const chunks = [place(1_000, 0), place(null, 1), place(60_000, 2)];
    expect([0, 1_000, 59_999, 60_000, 999_999].map((ms) => chunkAtTime(chunks, ms))).toEqual([null, 0, 0, 2, 2]);
  });

  it("is none without times", () => {
    expect(chunkAtTime([place(null, 0)], 5)).toBeNull();
  });
});

describe("the turn at a time", () => {
  const turn = (startOffset: number, startMs: number | null): Turn => ({
    speaker: "Ada",
    startMs,
    endMs: null,
    startOffset,
    endOffset: startOffset + 4,
    text: "Yes.",
  });
  const chunk: AnnotatedChunk = {
    chunk: "c",
    ordinal: 0,
    turns: [turn(0, 1_000), turn(5, null), turn(10, 4_000)],
    mentions: [],
    claims: [],
    quotes: [],
  };

  it("is the last one that has begun", () => {
    expect([999, 1_000, 3_999, 4_000].map((ms) => turnAtTime(chunk, ms))).toEqual([null, 0, 0, 10]);
  });

  it("is none while the chunk has not been read", () => {
    expect(turnAtTime(undefined, 1_000)).toBeNull();
  });
});
