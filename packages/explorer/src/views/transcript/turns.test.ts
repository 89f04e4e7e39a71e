import type { AnnotatedChunk, Turn } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { shownTurns, wholeTurn } from "./turns.ts";

function turn(speaker: string | null, startOffset: number, text: string): Turn {
  return { speaker, startMs: null, endMs: null, startOffset, endOffset: startOffset + text.length, text };
}

function chunk(ordinal: number, ...turns: readonly Turn[]): AnnotatedChunk {
  return { chunk: `c${ordinal}`, ordinal, turns, mentions: [], claims: [], quotes: [] };
}

// Ada's turn is cut after "One. ", and again after "Two. ".
const chunks = [
  chunk(0, turn("Bert", 6, "Yes."), turn("Ada", 16, "One. ")),
  chunk(1, turn("Ada", 21, "Two. ")),
  chunk(2, turn("Ada", 26, "Three."), turn("Ada", 38, "Again."), turn("Bert", 51, "No.")),
];
const shown = (index: number, before: number | null) =>
  shownTurns(chunks[index] ?? chunk(index), before === null ? null : (chunks[before]?.turns.at(-1) ?? null)).map(
    ({ text, isContinued, isNewSpeaker }) => ({ text, isContinued, isNewSpeaker }),
  );

describe("the turns of a chunk", () => {
  it("have a name when another person spoke before", () => {
    expect(shown(0, null)).toEqual([
      { text: "Yes.", isContinued: false, isNewSpeaker: true },
      { text: "One. ", isContinued: false, isNewSpeaker: true },
    ]);
  });

  it("go on without a name after a cut, and a further turn of the same person has none either", () => {
    expect(shown(2, 1)).toEqual([
      { text: "Three.", isContinued: true, isNewSpeaker: false },
      { text: "Again.", isContinued: false, isNewSpeaker: false },
      { text: "No.", isContinued: false, isNewSpeaker: true },
    ]);
  });

  it("begin with a name while the chunk before is not there", () => {
    expect(shown(1, null)).toEqual([{ text: "Two. ", isContinued: false, isNewSpeaker: true }]);
  });

  it("are not cut where another person goes on at the same offset", () => {
    const [first] = shownTurns(chunk(1, turn("Bert", 21, "No.")), { speaker: "Ada", endOffset: 21 });
    expect(first?.isContinued).toBe(false);
  });

  it("have the marks that lie on them", () => {
    const marked: AnnotatedChunk = {
      ...chunk(0, turn("Ada", 5, "Coffee."), turn("Bert", 18, "Tea.")),
      mentions: [
        { entity: "ada", startOffset: 0, endOffset: 3 },
        { entity: "coffee", startOffset: 5, endOffset: 11 },
        { entity: "tea", startOffset: 18, endOffset: 21 },
      ],
    };
    const entities = shownTurns(marked, null).map(({ mentions }) => mentions.map(({ entity }) => entity));
    expect(entities).toEqual([["coffee"], ["tea"]]);
  });

  it("know where their label is", () => {
    expect(shownTurns(chunk(2, turn("Bert", 51, "No.")), { speaker: "Ada", endOffset: 44 })[0]?.unitOffset).toBe(44);
  });
});

describe("a whole turn", () => {
  it("has all parts, from any of them", () => {
    for (const offset of [16, 21, 26])
      expect(wholeTurn(chunks, { startOffset: offset, endOffset: offset + 5 }).map(({ text }) => text)).toEqual([
        "One. ",
        "Two. ",
        "Three.",
      ]);
  });

  it("has the parts that have been read", () => {
    expect(wholeTurn([chunks[0], undefined, chunks[2]], { startOffset: 26, endOffset: 32 })).toHaveLength(1);
  });
});
