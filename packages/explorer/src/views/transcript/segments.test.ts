import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Marks, runsOf } from "./segments.ts";

const none: Marks = { mentions: [], claims: [], quotes: [], target: null, hits: [], hit: null };
const at = (startOffset: number, endOffset: number) => ({ startOffset, endOffset });
const mention = (entity: string, startOffset: number, endOffset: number) => ({ entity, startOffset, endOffset });
const claim = (relationship: string, startOffset: number, endOffset: number) => ({
  relationship,
  source: "a",
  type: "CAUSES",
  target: "b",
  polarity: "stated" as const,
  startOffset,
  endOffset,
});

// "Late caffeine reduces deep sleep." begins at offset 100.
const turn = { ...at(100, 133), text: "Late caffeine reduces deep sleep." };
const texts = (marks: Partial<Marks>) =>
  runsOf(turn, { ...none, ...marks }).map(({ mentions, segments }) => [
    mentions.map(({ entity }) => entity).join("+"),
    ...segments.map(({ text }) => text),
  ]);

describe("the words of a turn", () => {
  it("are one run without marks", () => {
    expect(texts({})).toEqual([["", "Late caffeine reduces deep sleep."]]);
  });

  it("are cut at names", () => {
    expect(texts({ mentions: [mention("caffeine", 105, 113), mention("sleep", 122, 132)] })).toEqual([
      ["", "Late "],
      ["caffeine", "caffeine"],
      ["", " reduces "],
      ["sleep", "deep sleep"],
      ["", "."],
    ]);
  });

  it("have one run for names within each other, with the longest name first", () => {
    expect(texts({ mentions: [mention("sleep", 127, 132), mention("deep sleep", 122, 132)] })).toEqual([
      ["", "Late caffeine reduces "],
      ["deep sleep+sleep", "deep sleep"],
      ["", "."],
    ]);
  });

  it("have one run for names that overlap in part", () => {
    expect(texts({ mentions: [mention("one", 100, 113), mention("two", 105, 121)] })).toEqual([
      ["two+one", "Late caffeine reduces"],
      ["", " deep sleep."],
    ]);
  });

  it("are cut within a name where a claim or the words of an address end", () => {
    const marks = { mentions: [mention("deep sleep", 122, 132)], claims: [claim("r", 100, 126)], target: at(110, 129) };
    expect(texts(marks)).toEqual([
      ["", "Late caffe", "ine reduces "],
      ["deep sleep", "deep", " sl", "eep"],
      ["", "."],
    ]);
    const segments = runsOf(turn, { ...none, ...marks }).flatMap((run) => run.segments);
    expect(segments.map(({ claims, isTarget }) => [claims.length, isTarget])).toEqual([
      [1, false],
      [1, true],
      [1, true],
      [0, true],
      [0, false],
      [0, false],
    ]);
  });

  it("show the hit at which the reader is among the hits", () => {
    const hits = [at(105, 113), at(122, 126)];
    const [run] = runsOf(turn, { ...none, hits, hit: at(122, 126) });
    expect(run?.segments.map(({ hit }) => hit)).toEqual(["none", "hit", "none", "current", "none"]);
  });

  it("leave out what lies outside of the turn", () => {
    expect(
      texts({ mentions: [mention("before", 80, 100), mention("over", 90, 104), mention("after", 133, 140)] }),
    ).toEqual([
      ["over", "Late"],
      ["", " caffeine reduces deep sleep."],
    ]);
  });

  it("are the same words with any marks, in order and without holes", () => {
    const offsets = fc
      .tuple(fc.integer({ min: 90, max: 140 }), fc.integer({ min: 1, max: 30 }))
      .map(([start, length]) => at(start, start + length));
    const marks = fc.record({
      mentions: fc.array(offsets.map((range) => ({ ...range, entity: "e" }))),
      claims: fc.array(offsets.map((range) => ({ ...claim("r", 0, 0), ...range }))),
      quotes: fc.array(offsets.map((range) => ({ ...range, id: "q" }))),
      target: fc.option(offsets),
      hits: fc.array(offsets),
      hit: fc.option(offsets),
    });
    fc.assert(
      fc.property(marks, (all) => {
        const runs = runsOf(turn, all);
        const segments = runs.flatMap((run) => run.segments);
        expect(segments.map(({ text }) => text).join("")).toBe(turn.text);
        let end = turn.startOffset;
        for (const { startOffset, endOffset, text } of segments) {
          expect(startOffset).toBe(end);
          expect(text).toHaveLength(endOffset - startOffset);
          expect(text).not.toBe("");
          end = endOffset;
        }
      }),
    );
  });
});
