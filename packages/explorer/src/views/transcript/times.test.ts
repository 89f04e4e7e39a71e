import { describe, expect, it } from "vitest";
import { stagesOf } from "./times.ts";

const MINUTE = 60_000;

/** Chunks of two minutes and 1,000 characters each. */
function outline(chunks: number, hasTimes = true) {
  return {
    durationMs: hasTimes ? chunks * 2 * MINUTE : null,
    characters: chunks * 1_000,
    chunks: Array.from({ length: chunks }, (_, ordinal) => ({
      id: String(ordinal),
      ordinal,
      startOffset: ordinal * 1_000,
      endOffset: ordinal * 1_000 + 1_000,
      startMs: hasTimes ? ordinal * 2 * MINUTE : null,
      endMs: null,
    })),
  };
}

describe("places in the course of a transcript", () => {
  it("are at even times, and few", () => {
    const { kind, stages } = stagesOf(outline(300));
    expect(kind).toBe("times");
    expect(stages.map(({ value }) => value / MINUTE)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540]);
    expect(stages[1]).toMatchObject({ chunk: 30, startOffset: 30_000 });
  });

  it("are each in another chunk", () => {
    expect(stagesOf(outline(3)).stages.map(({ chunk }) => chunk)).toEqual([0, 1, 2]);
  });

  it("are shares of the text without times", () => {
    const { kind, stages } = stagesOf(outline(100, false));
    expect(kind).toBe("shares");
    expect(stages.map(({ value, chunk }) => [value, chunk])).toEqual(
      Array.from({ length: 10 }, (_, index) => [10 * index, 10 * index]),
    );
  });

  it("have the times at which their chunks begin, however long these are", () => {
    const starts = [0, 90, 255, 480, 500, 610, 800];
    const uneven = {
      durationMs: 15 * MINUTE,
      characters: 7_000,
      chunks: starts.map((seconds, ordinal) => ({
        id: String(ordinal),
        ordinal,
        startOffset: ordinal * 1_000,
        endOffset: ordinal * 1_000 + 1_000,
        startMs: seconds * 1_000,
        endMs: null,
      })),
    };
    const { stages } = stagesOf(uneven);
    expect(stages.map(({ value, startOffset }) => [value / 1_000, startOffset])).toEqual([
      [0, 0],
      [90, 1_000],
      [255, 2_000],
      [480, 3_000],
      [500, 4_000],
      [610, 5_000],
      [800, 6_000],
    ]);
  });

  it("leave out chunks without a time if others have one", () => {
    const { chunks, ...rest } = outline(4);
    const partly = chunks.map((chunk, ordinal) => (ordinal === 3 ? { ...chunk, startMs: null } : chunk));
    expect(stagesOf({ ...rest, chunks: partly }).stages.map(({ chunk }) => chunk)).toEqual([0, 1, 2]);
  });

  it("are none in an empty transcript", () => {
    expect(stagesOf(outline(0)).stages).toEqual([]);
  });
});
