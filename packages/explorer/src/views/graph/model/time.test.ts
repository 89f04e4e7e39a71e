import { describe, expect, it } from "vitest";
import { partOf, said } from "./sample-part.ts";
import { timeScaleOf } from "./time.ts";

const EDGE = ["a CAUSES b"];
const undated = (...files: readonly string[]) => files.map((file) => ({ file, date: null }));

describe("the scale of time", () => {
  it("is the days of the transcripts, in their order", () => {
    const transcripts = ["2024-06-02", null, "2023-01-01", "2024-06-02"].map((date, index) => ({
      file: `${index}.txt`,
      date,
    }));
    expect(timeScaleOf(partOf([], [], { transcripts }), [])).toEqual({
      kind: "days",
      days: ["2023-01-01", "2024-06-02"],
    });
  });

  it("is the moments of the only transcript that is chosen", () => {
    const support = [said(0, null, { at: 5_000 }), said(1, null, { at: 90_000 })];
    const part = partOf(["a", "b"], EDGE, { transcripts: undated("one.txt", "two.txt"), support });
    expect(timeScaleOf(part, ["one.txt"])).toEqual({ kind: "moments", file: "one.txt", endMs: 5_000 });
  });

  it("is nothing for several transcripts without dates, and without times", () => {
    const timed = partOf(["a", "b"], EDGE, {
      transcripts: undated("one.txt", "two.txt"),
      support: [said(0, null, { at: 5_000 })],
    });
    expect(timeScaleOf(timed, [])).toBeNull();
    expect(timeScaleOf(timed, ["two.txt"])).toBeNull();
  });
});
