import type { Citation } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { citedWords } from "./conversation.ts";

const citation = (n: number, text: string): Citation => ({
  n,
  file: "a.txt",
  chunk: "c",
  speaker: null,
  startMs: null,
  endMs: null,
  startOffset: 0,
  endOffset: 1,
  text,
  polarity: "stated",
});

describe("a conversation", () => {
  it("finds the words of a citation by the numbers of answer and citation", () => {
    const exchanges = [{ citations: [citation(1, "one")] }, { citations: [citation(1, "two"), citation(2, "three")] }];
    expect(citedWords(exchanges, "2-2")?.text).toBe("three");
    expect(citedWords(exchanges, "1-1")?.text).toBe("one");
    for (const wrong of [undefined, "3-1", "2-9", "x", "2-"]) expect(citedWords(exchanges, wrong)).toBeNull();
  });
});
