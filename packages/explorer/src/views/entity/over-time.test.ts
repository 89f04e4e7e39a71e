import { describe, expect, it } from "vitest";
import { barsOf, countsOf, mostFirst } from "./over-time.ts";

const mentions = (file: string, count: number, date: string | null = null, found = 0) => ({
  file,
  date,
  count: count + found,
  mentions: count,
});

describe("the counts of transcripts", () => {
  const byFile = [{ file: "a", date: "2026", mentions: 1, found: 2 }];

  it("are turns for a person who speaks", () => {
    const spoken = { turns: 7, talkMs: null, transcripts: 2, byFile: [{ file: "b", date: null, turns: 7 }] };
    expect(countsOf({ spoken, byFile })).toEqual([{ file: "b", date: null, count: 7, mentions: null }]);
  });

  it("are mentions otherwise", () => {
    expect(countsOf({ spoken: null, byFile })).toEqual([{ file: "a", date: "2026", count: 3, mentions: 1 }]);
  });
});

describe("the bars over time", () => {
  it("have a bar for each transcript, also for those without a mention", () => {
    const transcripts = ["a", "b", "c"].map((file) => ({ file, date: null }));
    const bars = barsOf([mentions("a", 2), mentions("c", 1, null, 3)], transcripts, 10);
    expect(bars.map((bar) => bar.count)).toEqual([2, 0, 4]);
  });

  it("have the transcripts with mentions only, if the others are not known or some are missing", () => {
    const byFile = [mentions("a", 2), mentions("z", 1)];
    expect(barsOf(byFile, [], 10).map(({ files }) => files)).toEqual([["a"], ["z"]]);
    expect(barsOf(byFile, [{ file: "a", date: null }], 10).map(({ files }) => files)).toEqual([["a"], ["z"]]);
  });

  it("are joined if there are too many, and no mention is lost", () => {
    const byFile = Array.from({ length: 25 }, (_, index) => mentions(`${index}`, index));
    const bars = barsOf(byFile, [], 10);
    expect(bars).toHaveLength(9);
    expect(bars.map(({ files }) => files.length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 1]);
    expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(300);
  });

  it("are joined with others that have a date, or with others that have none", () => {
    const byFile = [
      ...["2026-01-02", "2026-02", "2026-03-01"].map((date) => mentions(date, 1, date)),
      ...["x", "y", "z"].map((file) => mentions(file, 1)),
    ];
    expect(barsOf(byFile, [], 4).map(({ files }) => files)).toEqual([
      ["2026-01-02", "2026-02"],
      ["2026-03-01"],
      ["x", "y"],
      ["z"],
    ]);
  });
});

it("has the transcripts with most mentions first, then names that were found", () => {
  const byFile = [mentions("a", 1), mentions("b", 3), mentions("c", 1, null, 2), mentions("d", 1)];
  expect(mostFirst(byFile).map(({ file }) => file)).toEqual(["b", "c", "a", "d"]);
});
