import { describe, expect, it } from "vitest";
import type { PendingTranscript } from "../ports/index.ts";
import { batchLevels } from "./batch-levels.ts";

const pending = (...chunks: number[]): PendingTranscript[] =>
  chunks.map((count, at) => ({ transcript: String(at), chunks: count, tokens: 500 * count }));
const rounded = (numbers: readonly number[]): number[] => numbers.map((each) => Math.round(100 * each) / 100);

describe("the levels of batches", () => {
  it("follow the levels of their transcripts, also for the last batches", () => {
    const { levels, lastLevel, transcriptsABatch } = batchLevels(pending(40, 40), [0.4, 1.6], {
      chunks: 80,
      chunksPerCall: 10,
    });
    expect(rounded(levels)).toEqual([0.4, 0.4, 0.4, 0.4, 1.6, 1.6, 1.6, 1.6]);
    expect(lastLevel).toBeCloseTo(1.6);
    expect(transcriptsABatch).toBe(1);
  });

  it("differ less when a batch has chunks of several transcripts", () => {
    const { levels, transcriptsABatch } = batchLevels(pending(5, 5, 5, 5), [0.5, 1.5, 0.5, 1.5], {
      chunks: 20,
      chunksPerCall: 10,
    });
    expect(rounded(levels)).toEqual([1, 1]);
    expect(transcriptsABatch).toBe(2);
  });

  it("are computed over longer stretches when only a part of the chunks is requested", () => {
    const { levels } = batchLevels(pending(40, 40), [0.4, 1.6], { chunks: 20, chunksPerCall: 10 });
    expect(rounded(levels)).toEqual([0.4, 1.6]);
  });

  it("are at most twelve, with a mean of 1", () => {
    const chunks = Array.from({ length: 90 }, () => 20);
    const { levels } = batchLevels(
      pending(...chunks),
      chunks.map((_, at) => 0.5 + at / 90),
      { chunks: 1_800, chunksPerCall: 10 },
    );
    expect(levels).toHaveLength(12);
    expect(levels).toEqual(levels.toSorted((one, other) => one - other));
    expect(levels.reduce((sum, each) => sum + each, 0) / 12).toBeCloseTo(1);
  });

  it("are a single level of 1 for less than one and a half batches", () => {
    expect(rounded(batchLevels(pending(3), [1], { chunks: 3, chunksPerCall: 3 }).levels)).toEqual([1]);
    expect(rounded(batchLevels(pending(13), [1], { chunks: 13, chunksPerCall: 10 }).levels)).toEqual([1]);
  });
});
