import { describe, expect, it } from "vitest";
import type { TimeMark, Transcript, Turn } from "../model/index.ts";
import { chunkTranscript } from "./index.ts";
import { TurnTimes } from "./turn-times.ts";

interface Said {
  readonly startMs?: number;
  readonly endMs?: number;
  readonly characters: number;
  /** Offsets within the turn. */
  readonly marks?: readonly TimeMark[];
}

function transcriptOf(turns: readonly Said[]): Transcript {
  const made: Turn[] = [];
  const marks: TimeMark[] = [];
  let offset = 0;
  for (const { startMs = null, endMs = null, characters, marks: own = [] } of turns) {
    const times = { startMs, endMs };
    made.push({
      index: made.length,
      speaker: "Ann",
      ...times,
      unitOffset: offset,
      startOffset: offset + 5,
      endOffset: offset + 5 + characters,
    });
    for (const mark of own) marks.push({ ...mark, offset: offset + 5 + mark.offset });
    offset += 6 + characters;
  }
  const text = turns.map(({ characters }) => `Ann: ${"a ".repeat(characters).slice(0, characters)}\n`).join("");
  return { format: "plain", text, turns: made, ...(marks.length === 0 ? {} : { marks }) };
}

/** The start time of each turn. */
function timesOf(turns: readonly Said[]): (number | null)[] {
  const transcript = transcriptOf(turns);
  const times = new TurnTimes(transcript);
  return transcript.turns.map(({ index, startOffset }) => times.at(index, startOffset));
}

describe("the time of words without a time", () => {
  it("is unknown if the file has no times", () => {
    expect(timesOf([{ characters: 10 }, { characters: 10 }])).toEqual([null, null]);
  });

  it("is between the times before and after, by position in characters", () => {
    expect(
      timesOf([
        { startMs: 10_000, characters: 10 },
        { characters: 30 },
        { characters: 60 },
        { startMs: 20_000, characters: 5 },
      ]),
    ).toEqual([10_000, 11_000, 14_000, 20_000]);
  });

  it("begins where the previous turn ended", () => {
    expect(
      timesOf([{ startMs: 0, endMs: 4000, characters: 10 }, { characters: 10 }, { startMs: 9000, characters: 5 }]),
    ).toEqual([0, 4000, 9000]);
  });

  it("follows from marks within the words", () => {
    expect(
      timesOf([
        { characters: 100, marks: [{ offset: 50, startMs: 60_000 }] },
        { characters: 50 },
        { characters: 100, marks: [{ offset: 50, startMs: 90_000 }] },
      ]),
    ).toEqual([50_000, 70_000, 80_000]);
  });

  it("follows the pace of the file before the first time, but is never negative", () => {
    const file = (first: number): Said[] => [
      { characters: 100 },
      { characters: 100 },
      { startMs: first, characters: 100 },
      { startMs: first + 10_000, characters: 5 },
    ];
    expect(timesOf(file(60_000)).slice(0, 2)).toEqual([40_000, 50_000]);
    expect(timesOf(file(8000)).slice(0, 2)).toEqual([0, 4000]);
  });

  it("follows the pace of the file after the last time", () => {
    expect(
      timesOf([
        { startMs: 0, characters: 100 },
        { startMs: 8000, characters: 100 },
        { characters: 100 },
        { characters: 1 },
      ]),
    ).toEqual([0, 8000, 16_000, 24_000]);
  });

  it("follows the usual pace if there is only one time", () => {
    expect(timesOf([{ startMs: 5000, characters: 150 }, { characters: 1 }])).toEqual([5000, 15_000]);
  });

  it("follows the slowest pace of speech after times that are too far apart", () => {
    expect(
      timesOf([{ startMs: 0, characters: 10 }, { startMs: 3_600_000, characters: 10 }, { characters: 1 }])[2],
    ).toBe(3_605_000);
  });

  it("does not go back to the time of a restarted clock", () => {
    const times = timesOf([
      { startMs: 50_000, characters: 100 },
      { startMs: 60_000, characters: 100 },
      { characters: 100 },
      { startMs: 1000, characters: 100 },
    ]);
    expect(times[2]).toBeGreaterThan(60_000);
  });
});

describe("the times of chunks", () => {
  it("are the file's times, or approximate", () => {
    const [chunk] = chunkTranscript(
      transcriptOf([
        { startMs: 10_000, characters: 20 },
        { characters: 20 },
        { startMs: 14_000, endMs: 15_000, characters: 9 },
      ]),
    );
    expect(chunk?.turns.map(({ startMs, endMs, approximate }) => [startMs, endMs, approximate])).toEqual([
      [10_000, null, undefined],
      [12_000, 14_000, true],
      [14_000, 15_000, undefined],
    ]);
  });

  it("begin at a time above the words", () => {
    const [chunk] = chunkTranscript(
      transcriptOf([
        { characters: 20 },
        { characters: 20, marks: [{ offset: 0, startMs: 60_000 }] },
        { characters: 9 },
      ]),
    );
    const [before, at, after] = chunk?.turns ?? [];
    expect([at?.startMs, at?.approximate, at?.marks]).toEqual([60_000, true, undefined]);
    expect(before?.endMs).toBe(60_000);
    expect(after?.startMs).toBeGreaterThan(60_000);
  });

  it("are approximate within a long turn", () => {
    const chunks = chunkTranscript(
      transcriptOf([
        { startMs: 0, characters: 6000 },
        { startMs: 600_000, characters: 5 },
      ]),
    );
    const parts = chunks.flatMap(({ turns }) => turns.filter(({ index }) => index === 0));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ startMs, approximate }) => [startMs, approximate])).toEqual(
      parts.map(({ startOffset }, i) => [(startOffset - 5) * 100, i === 0 ? undefined : true]),
    );
  });

  it("have the marks of each part of a turn", () => {
    const marks = [500, 3000, 5500].map((offset) => ({ offset, startMs: offset * 100 }));
    const chunks = chunkTranscript(transcriptOf([{ startMs: 0, characters: 6000, marks }]));
    expect(chunks.flatMap(({ turns }) => turns.flatMap((part) => part.marks ?? []))).toEqual(
      marks.map((mark) => ({ ...mark, offset: mark.offset + 5 })),
    );
    for (const { startOffset, endOffset, turns } of chunks)
      for (const { offset } of turns.flatMap((part) => part.marks ?? [])) {
        expect(offset).toBeGreaterThan(startOffset);
        expect(offset).toBeLessThan(endOffset);
      }
  });
});
