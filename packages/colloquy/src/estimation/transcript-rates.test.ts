import { describe, expect, it } from "vitest";
import type { PendingTranscript, SettledChunk } from "../ports/index.ts";
import { createRandom } from "./random.ts";
import { transcriptRates } from "./transcript-rates.ts";

const pendingOf = (names: readonly string[], chunks = 20): PendingTranscript[] =>
  names.map((transcript) => ({ transcript, chunks, tokens: 500 * chunks }));
const names = (count: number, kind = "t"): string[] => Array.from({ length: count }, (_, at) => `${kind}${at}`);

/** Settled chunks of a transcript with about `outputTokens` each. */
function settledOf(transcript: string, chunks: number, outputTokens: number, seed = 1): SettledChunk[] {
  const random = createRandom(seed + 7 * transcript.length + chunks);
  return Array.from({ length: chunks }, () => ({
    transcript,
    tokens: 500,
    outputTokens: outputTokens * (1 + 0.2 * random.normal()),
  }));
}

const ratesOf = (pending: readonly PendingTranscript[], settled: readonly SettledChunk[]) => {
  const rates = transcriptRates(pending, settled);
  if (rates === null) throw new Error("Nothing was settled.");
  return rates;
};

describe("the rates of pending chunks", () => {
  it("are those of the settled chunks when transcripts are alike", () => {
    const all = names(16);
    const { mean, levels, deviation } = ratesOf(
      pendingOf(all),
      all.flatMap((each) => settledOf(each, 3, 200)),
    );
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.2);
    expect(deviation).toBeLessThan(0.08);
  });

  it("are predicted for each transcript when transcripts differ", () => {
    const [sparse, dense] = [names(8, "sparse"), names(8, "dense")];
    const settled = [
      ...sparse.flatMap((each) => settledOf(each, 2, 100)),
      ...dense.flatMap((each) => settledOf(each, 2, 500)),
    ];
    const both = ratesOf(pendingOf([...sparse, ...dense]), settled);
    expect(both.mean).toBeCloseTo(1, 1);
    expect(both.levels[0]).toBeLessThan(0.5);
    expect(both.levels[15]).toBeGreaterThan(1.5);
    expect(both.deviation).toBeLessThan(0.1);
    // The pending transcripts are denser than the mean of the settled ones.
    const denser = ratesOf(pendingOf(dense), settled);
    expect(denser.mean).toBeGreaterThan(1.5);
    expect(denser.deviation).toBeLessThan(0.1);
  });

  it("are less certain when fewer of many different transcripts were sampled", () => {
    const all = names(16);
    const output = (at: number): number => (at % 2 === 0 ? 100 : 500);
    const seen = (count: number) =>
      ratesOf(
        pendingOf(all),
        all.slice(0, count).flatMap((each, at) => settledOf(each, 48 / count, output(at))),
      );
    const [two, four, sixteen] = [seen(2), seen(4), seen(16)];
    expect(two.deviation).toBeGreaterThan(four.deviation);
    expect(four.deviation).toBeGreaterThan(2 * sixteen.deviation);
    expect(two.degrees).toBeLessThan(sixteen.degrees);
    expect(two.between).toBeGreaterThan(sixteen.between);
  });

  it("of a transcript without settled chunks are the mean of the other transcripts, not of their chunks", () => {
    const settled = [...settledOf("long", 60, 100), ...settledOf("short", 3, 500)];
    const { mean } = ratesOf(pendingOf(["new"]), settled);
    // The mean of all chunks is 119 tokens; the mean of both transcripts is 300.
    expect(mean).toBeGreaterThan(2);
  });

  it("measure the distance between the pending and the settled transcripts", () => {
    const all = names(4);
    const even = all.flatMap((each) => settledOf(each, 2, 100));
    expect(ratesOf(pendingOf(all), even).distance).toBeCloseTo(0);
    expect(ratesOf(pendingOf(["other"]), even).distance).toBeCloseTo(1 + 1 / 4);
  });

  it("are null when no chunk was settled or no chunk is pending", () => {
    expect(transcriptRates(pendingOf(["a"]), [])).toBeNull();
    expect(transcriptRates([], settledOf("a", 2, 100))).toBeNull();
    expect(transcriptRates(pendingOf(["a"]), [{ transcript: "a", tokens: 500, outputTokens: 0 }])).toBeNull();
  });
});
