import { describe, expect, it } from "vitest";
import { callShape } from "./call-shape.ts";

const USUAL = { frameTokens: 1_500, chunkTokens: 500, chunks: 10, room: 4_000 };
const sample = (chunks: number, expectedInputTokens: number, maxOutputTokens = 400 + 360 * chunks) => ({
  chunks,
  expectedInputTokens,
  maxOutputTokens,
  inputTokens: 1,
  cachedInputTokens: 0,
  outputTokens: 1,
  durationMs: 1,
});

describe("the shape of a call", () => {
  it("has a fixed part and a part for each chunk", () => {
    const shape = callShape(USUAL, []);
    expect([0, 1, 10].map(shape.inputTokens)).toEqual([1_500, 2_000, 6_500]);
    expect([1, 10].map(shape.room)).toEqual([2_000, 4_000]);
    expect(shape.lengthRatio).toBe(1);
  });

  it("compares the length of chunks with that of measured chunks, for any call size", () => {
    expect(callShape(USUAL, [sample(10, 6_500), sample(2, 2_500)]).lengthRatio).toBeCloseTo(1);
    expect(callShape(USUAL, [sample(10, 5_500), sample(5, 3_500)]).lengthRatio).toBeCloseTo(1.25);
    expect(callShape(USUAL, [sample(1, 6_500)]).lengthRatio).toBe(0.25);
  });

  it("has the room that measured calls had, such as those of a reasoning model", () => {
    expect(callShape(USUAL, [sample(10, 6_500, 16_000)]).room(10)).toBe(16_000);
  });

  it("has no tokens when the extractor does not estimate its calls", () => {
    const unknown = callShape({ frameTokens: 0, chunkTokens: 0, chunks: 5, room: 0 }, [sample(5, 0, 0)]);
    expect([unknown.inputTokens(5), unknown.room(5), unknown.lengthRatio]).toEqual([0, 0, 1]);
  });
});
