import { describe, expect, it } from "vitest";
import type { ChunkTurn } from "../../../../model/index.ts";
import { countSpoken } from "./spoken.ts";

function part(index: number, speaker: string | null, startMs: number | null, endMs: number | null): ChunkTurn {
  return { index, speaker, startMs, endMs, unitOffset: 0, startOffset: 0, endOffset: 1 };
}

describe("the talk time of each label", () => {
  it("is counted by turns, with the time of turns that have a start and an end", () => {
    const turns = [part(0, "Ann", 0, 1_000), part(1, "Bob", 1_000, null), part(2, "Ann", 3_000, 3_500)];
    expect(countSpoken(turns)).toEqual([
      { label: "Ann", turns: 2, talkMs: 1_500 },
      { label: "Bob", turns: 1, talkMs: null },
    ]);
  });

  it("counts a turn in several chunks once, from its start to its end", () => {
    const turns = [part(0, "Ann", 0, 4_000), part(0, "Ann", 4_000, 9_000), part(0, "Ann", 9_000, null)];
    expect(countSpoken(turns)).toEqual([{ label: "Ann", turns: 1, talkMs: 9_000 }]);
  });

  it("leaves out turns without a label, and negative times", () => {
    const turns = [part(0, null, 0, 1_000), part(1, "Ann", 5_000, 2_000)];
    expect(countSpoken(turns)).toEqual([{ label: "Ann", turns: 1, talkMs: 0 }]);
  });
});
