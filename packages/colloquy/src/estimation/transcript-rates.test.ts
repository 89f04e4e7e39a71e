import { describe, expect, it } from "vitest";
import type { PendingTranscript, SettledChunk } from "../ports/index.ts";
import { createRandom } from "./random.ts";
import { transcriptRates } from "./transcript-rates.ts";

const pendingOf = (names: readonly string[], contents = 20): PendingTranscript[] =>
  names.map((transcript) => ({ transcript, contents, tokens: 500 * contents }));
const names = (count: number, kind = "t"): string[] => Array.from({ length: count }, (_, at) => `${kind}${at}`);

/** So many chunks of a transcript, answered with about so many tokens each. */
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

describe("the rates of what is pending", () => {
  it("are those of what was settled where transcripts are alike", () => {
    const all = names(16);
    const { mean, levels, deviation } = ratesOf(
      pendingOf(all),
      all.flatMap((each) => settledOf(each, 3, 200)),
    );
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.2);
    expect(deviation).toBeLessThan(0.08);
  });

  it("are judged transcript by transcript where they differ", () => {
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
    // What was settled does not stand for what is left.
    const rest = ratesOf(pendingOf(dense), settled);
    expect(rest.mean).toBeGreaterThan(1.5);
    expect(rest.deviation).toBeLessThan(0.1);
  });

  it("are the less certain the fewer transcripts were seen of many that differ", () => {
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

  it("of transcripts of which nothing was seen are those of the others, each of which counts", () => {
    const settled = [...settledOf("long", 60, 100), ...settledOf("short", 3, 500)];
    const { mean } = ratesOf(pendingOf(["new"]), settled);
    // In the mean a chunk had 119 tokens; a transcript has 300.
    expect(mean).toBeGreaterThan(2);
  });

  it("tell how far what is pending lies from what was settled", () => {
    const all = names(4);
    const even = all.flatMap((each) => settledOf(each, 2, 100));
    expect(ratesOf(pendingOf(all), even).distance).toBeCloseTo(0);
    expect(ratesOf(pendingOf(["other"]), even).distance).toBeCloseTo(1 + 1 / 4);
  });

  it("are unknown where nothing was settled, or nothing is pending", () => {
    expect(transcriptRates(pendingOf(["a"]), [])).toBeNull();
    expect(transcriptRates([], settledOf("a", 2, 100))).toBeNull();
    expect(transcriptRates(pendingOf(["a"]), [{ transcript: "a", tokens: 500, outputTokens: 0 }])).toBeNull();
  });
});
