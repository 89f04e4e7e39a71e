import type { AnnotatedChunk, Turn } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { findEntity, findWords, hitFrom } from "./hits.ts";

function turn(speaker: string, startOffset: number, text: string): Turn {
  return { speaker, startMs: null, endMs: null, startOffset, endOffset: startOffset + text.length, text };
}

function chunk(turns: readonly Turn[], mentions: AnnotatedChunk["mentions"] = []): AnnotatedChunk {
  return { chunk: "c", ordinal: 0, turns, mentions, claims: [], quotes: [] };
}

const at = (startOffset: number, endOffset: number) => ({ startOffset, endOffset });
const find = (text: string, words: string) => findWords([chunk([turn("Ada", 10, text)])], words);

describe("finding words", () => {
  it("finds them without case, at their offsets", () => {
    expect(find("Sleep, and more sleep.", "sleep")).toEqual([at(10, 15), at(26, 31)]);
  });

  it("takes signs as they are", () => {
    expect(find("Why (really) is 1.5 + 2 = 3.5?", "(really)")).toEqual([at(14, 22)]);
    expect(find("Why (really) is 1.5 + 2 = 3.5?", "1.5 + 2")).toHaveLength(1);
    expect(find("105", "1.5")).toEqual([]);
    expect(find("a-b [c] {d} \\ / ^ $ |", "[c] {d} \\ / ^ $ |")).toHaveLength(1);
  });

  it("takes any space for any other", () => {
    expect(find("deep\n  sleep", "deep sleep")).toEqual([at(10, 22)]);
  });

  it("counts offsets in UTF-16 code units", () => {
    expect(find("😀 İstanbul, Straße 😀 straße", "straße")).toEqual([at(23, 29), at(33, 39)]);
  });

  it("finds words that a cut of the turn divides, but not over two turns", () => {
    const chunks = [
      chunk([turn("Ada", 0, "deep ")]),
      chunk([turn("Ada", 5, "sleep. And deep"), turn("Bert", 30, "sleep")]),
    ];
    expect(findWords(chunks, "deep sleep")).toEqual([at(0, 10)]);
  });

  it("finds nothing for spaces", () => {
    expect(find("a b", "  ")).toEqual([]);
  });

  it("leaves out chunks that have not been read", () => {
    expect(findWords([undefined, chunk([turn("Ada", 10, "sleep")])], "sleep")).toEqual([at(10, 15)]);
  });
});

describe("finding an entity", () => {
  it("finds its mentions in words, in their order, and not in labels", () => {
    const mentions = [
      { entity: "ada", ...at(30, 33) },
      { entity: "ada", ...at(0, 3) },
      { entity: "ada", ...at(12, 15) },
      { entity: "bert", ...at(20, 24) },
    ];
    const found = findEntity(
      [undefined, chunk([turn("Ada", 5, "I am, Ada, with Bert and Ada I mean.")], mentions)],
      "ada",
    );
    expect(found.map(({ startOffset }) => startOffset)).toEqual([12, 30]);
  });
});

describe("the hit from a place", () => {
  const hits = [at(10, 12), at(50, 52)];

  it("is the next one, and the first one after the last", () => {
    expect([0, 10, 11, 50, 51].map((offset) => hitFrom(hits, offset))).toEqual([0, 0, 1, 1, 0]);
  });
});
