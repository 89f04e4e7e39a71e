import { describe, expect, it } from "vitest";
import { blockCount, blockOf, neededBlocks, nextBlocks } from "./blocks.ts";

describe("blocks of chunks", () => {
  it("hold 20 chunks each", () => {
    expect([0, 19, 20, 399].map(blockOf)).toEqual([0, 0, 1, 19]);
    expect([0, 1, 20, 21, 400].map(blockCount)).toEqual([0, 1, 1, 2, 20]);
  });

  it("are all read for a short transcript", () => {
    expect(neededBlocks(90, 0, 0)).toEqual([0, 1, 2, 3, 4]);
  });

  it("are read for the chunks that are shown, and before a reader comes to the next block", () => {
    expect(neededBlocks(400, 100, 105)).toEqual([4, 5]);
    expect(neededBlocks(400, 112, 118)).toEqual([5, 6]);
    expect(neededBlocks(400, 0, 3)).toEqual([0]);
    expect(neededBlocks(400, 397, 399)).toEqual([19]);
  });

  it("are read a few at a time when all are needed", () => {
    expect(nextBlocks([2, 3, 4, 5, 6, 7], new Set([0, 1]))).toEqual([2, 3, 4, 5]);
    expect(nextBlocks([3, 4, 5, 6, 7], new Set([0, 1, 2, 3, 4, 5]))).toEqual([6]);
    expect(nextBlocks([4, 5, 6, 7, 8], new Set([4, 5, 6, 7]))).toEqual([]);
    expect(nextBlocks([], new Set([0]))).toEqual([]);
  });
});
