import type { Answer, Citation, KeptAnswer } from "colloquy/api";
import { describe, expect, it } from "vitest";
import { type Asking, begun } from "./asking.ts";
import { citedWords, keptBefore } from "./conversation.ts";

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

const kept = (question: string, time: string): KeptAnswer => ({
  conversation: "a",
  question,
  time,
  answer: [],
  citations: [],
  answered: true,
  profile: null,
});
const answer = (conversation: string | null): Answer => ({
  conversation,
  question: "Why?",
  answer: [],
  citations: [],
  answered: true,
  extractive: true,
  nearest: null,
  costUsd: null,
  outcome: "completed",
  missing: [],
});
const answered = (conversation: string | null, after: string | null): Asking => ({
  ...begun(1, "Why?", after),
  progress: { state: "answered", answer: answer(conversation) },
});

describe("a conversation", () => {
  it("shows the answer that has just arrived once, whatever the clock of the browser says", () => {
    const [first, second] = [kept("Why?", "2001"), kept("Why?", "2002")];
    expect(keptBefore([first, second], answered("a", "2001"))).toEqual([first]);
    expect(keptBefore([first], answered("a", "2001"))).toEqual([first]);
    expect(keptBefore([first], answered("a", null))).toEqual([]);
    expect(keptBefore([first], answered("b", null))).toEqual([first]);
    expect(keptBefore([first], answered(null, null))).toEqual([first]);
    expect(keptBefore([first], begun(1, "Why?", null))).toEqual([first]);
    expect(keptBefore([first], null)).toEqual([first]);
  });

  it("finds the words of a citation by the numbers of answer and citation", () => {
    const exchanges = [{ citations: [citation(1, "one")] }, { citations: [citation(1, "two"), citation(2, "three")] }];
    expect(citedWords(exchanges, "2-2")?.text).toBe("three");
    expect(citedWords(exchanges, "1-1")?.text).toBe("one");
    for (const wrong of [undefined, "3-1", "2-9", "x", "2-"]) expect(citedWords(exchanges, wrong)).toBeNull();
  });
});
