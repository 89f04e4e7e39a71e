import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chunk, type ChunkTurn, contextOf, viewContext } from "./chunk.ts";
import { withKeys } from "./ids.ts";

/** Chunks of turns without labels; a space stands between two turns. */
function chunksOf(...words: readonly (readonly string[])[]): Chunk[] {
  let at = 0;
  return words.map((texts, ordinal) => {
    const startOffset = at;
    const turns = texts.map((text, index): ChunkTurn => {
      const turn = { index, speaker: null, startMs: null, endMs: null, unitOffset: at, startOffset: at };
      at += text.length + 1;
      return { ...turn, endOffset: at - 1 };
    });
    return { ordinal, startOffset, endOffset: at, text: `${texts.join(" ")} `, turns, tokens: 1 };
  });
}

const shown = (before: readonly Chunk[]) => viewContext(contextOf(before, before.length)).map(({ text }) => text);

describe("the context of a chunk", () => {
  it("is the last two turns before it, also of two chunks", () => {
    expect(shown(chunksOf(["a", "b", "c"]))).toEqual(["b", "c"]);
    expect(shown(chunksOf(["a", "b"], ["c"]))).toEqual(["b", "c"]);
    expect(shown([])).toEqual([]);
  });

  it("has the end of a long turn, from the start of a word", () => {
    const [text = ""] = shown(chunksOf([`${"before ".repeat(100)}the end.`]));
    expect(text).toMatch(/^before .*the end\.$/);
    expect(text.length).toBeLessThanOrEqual(240);
  });

  it("is never cut within a character, and lies where its turn says", () => {
    const word = fc.constantFrom("rest ", "\u{1f600}", "睡眠", "a".repeat(300));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), (words) => {
        const [chunk] = chunksOf([words.join("")]) as [Chunk];
        for (const { text, turn } of contextOf([chunk], 1)) {
          expect(text.isWellFormed()).toBe(true);
          expect(chunk.text.slice(turn.startOffset, turn.endOffset)).toBe(text);
        }
      }),
    );
  });
});

describe("the keys of a chunk", () => {
  const [first, second] = withKeys(chunksOf(["a", "b"], ["c"]));
  const [, other] = withKeys(chunksOf(["a", "B"], ["c"]));
  const [, same] = withKeys(chunksOf(["x", "y", "a", "b"], ["c"]));

  it("of its extraction follow from the chunk and its context", () => {
    expect(same?.contentKey).toBe(second?.contentKey);
    expect(other?.contentKey).not.toBe(second?.contentKey);
  });

  it("of its vector follow from the chunk alone", () => {
    expect([same?.textKey, other?.textKey]).toEqual([second?.textKey, second?.textKey]);
  });

  it("differ from each other even without a context", () => {
    expect(first?.contentKey).not.toBe(first?.textKey);
  });
});
