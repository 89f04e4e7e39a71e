import { describe, expect, it } from "vitest";
import type { CallShape } from "./call-shape.ts";
import { demandsUpTo } from "./batch-demand.ts";

const SHAPE: CallShape = {
  inputTokens: (chunks) => 1_000 + chunks * 500,
  room: () => 4_000,
  lengthRatio: 1,
};
const lengths = (mean: number) => ({ mean, withinBatch: 0.3, betweenBatches: 0.05 });
const ofTen = (mean: number, shape = SHAPE) => demandsUpTo(10, shape, lengths(mean))[10];

describe("the demand of a batch", () => {
  it("is one call when its reply has enough room", () => {
    const once = { calls: 1, callsVariance: 0, chainCalls: 1, chainTokens: 2_000 };
    expect(ofTen(200)).toEqual({ ...once, inputTokens: 6_000, room: 4_000, larger: 6_000, outputTokens: 2_000 });
  });

  it("is one call when its reply has no tokens", () => {
    expect(ofTen(0, { ...SHAPE, room: () => 0 })).toMatchObject({ calls: 1, outputTokens: 0, room: 0 });
  });

  it("continues in parts after a cut-off reply, with few repeated tokens", () => {
    const demand = ofTen(600);
    // 4,000 tokens hold about six of ten chunks; the other four fit in two calls.
    expect(demand?.calls).toBeGreaterThan(2.5);
    expect(demand?.calls).toBeLessThan(3.5);
    expect(demand?.outputTokens).toBeGreaterThan(6_000 * 0.97);
    expect(demand?.outputTokens).toBeLessThan(6_000 * 1.15);
  });

  it("has more calls when replies are longer", () => {
    const calls = [200, 350, 400, 600, 900, 1_500].map((mean) => ofTen(mean)?.calls ?? 0);
    expect(calls).toEqual(calls.toSorted((one, other) => one - other));
    expect(new Set(calls).size).toBe(calls.length);
  });

  it("counts the longest of parallel calls in its chain, and varies between batches", () => {
    const demand = ofTen(600);
    expect(demand?.chainCalls).toBeGreaterThan(1.8);
    expect(demand?.chainCalls).toBeLessThan(demand?.calls ?? 0);
    expect(demand?.chainTokens).toBeLessThan(demand?.outputTokens ?? 0);
    expect(demand?.callsVariance).toBeGreaterThan(0);
  });

  it("gives up a chunk whose reply does not fit alone after three calls", () => {
    const alone = demandsUpTo(1, SHAPE, lengths(20_000))[1];
    expect(alone?.calls).toBeCloseTo(3);
    expect(alone?.chainCalls).toBeCloseTo(3);
    expect(alone?.outputTokens).toBeCloseTo(12_000);
  });
});
