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

  it("are one in an empty transcript", () => {
    expect(stagesOf(outline(0)).stages).toEqual([{ value: 0, chunk: 0, startOffset: 0 }]);
  });
});
