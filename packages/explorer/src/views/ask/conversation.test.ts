import type { Citation, KeptAnswer } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { citedWords, conversationOf } from "./conversation.ts";

const answer = (conversation: string, question: string): KeptAnswer => ({
  conversation,
  question,
  time: "",
  answer: [],
  citations: [],
  answered: true,
  profile: null,
});
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
  it("has its answers in the order in which they were asked", () => {
    const latestFirst = [answer("b", "b2"), answer("a", "a1"), answer("b", "b1")];
    expect(conversationOf(latestFirst, "b").map(({ question }) => question)).toEqual(["b1", "b2"]);
    expect(conversationOf(latestFirst, undefined)).toEqual([]);
  });

  it("finds the words of a citation by the numbers of answer and citation", () => {
    const exchanges = [{ citations: [citation(1, "one")] }, { citations: [citation(1, "two"), citation(2, "three")] }];
    expect(citedWords(exchanges, "2-2")?.text).toBe("three");
    expect(citedWords(exchanges, "1-1")?.text).toBe("one");
    for (const wrong of [undefined, "3-1", "2-9", "x", "2-"]) expect(citedWords(exchanges, wrong)).toBeNull();
  });
});
