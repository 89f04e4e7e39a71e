import { describe, expect, it } from "vitest";
import { earlierTurns, type KeptAnswer, standaloneQuery } from "./kept-answer.ts";

const kept = (question: string, more: Partial<KeptAnswer> = {}): KeptAnswer => ({
  conversation: "c",
  question,
  query: question,
  entities: [],
  time: "2026-01-01T00:00:00.000Z",
  profile: null,
  request: null,
  reply: null,
  answer: [{ text: "Yes.", citations: [1] }],
  citations: [],
  answered: true,
  ...more,
});

describe("a question that continues a conversation", () => {
  const BEFORE = kept("Is remote work good?", { entities: ["remote work"] });

  it.each([
    ["And who is against it?", "And who is against it? remote work"],
    ["What about Ada?", "What about Ada? remote work"],
    ["Why?", "Why? remote work"],
    ["Does it reduce remote work noise?", "Does it reduce remote work noise?"],
    ["What did the council decide on libraries?", "What did the council decide on libraries?"],
  ])("is searched for with what it stands for: %s", (question, query) => {
    expect(standaloneQuery(question, BEFORE)).toBe(query);
  });

  it("takes the terms of the question before it if that named no entity", () => {
    expect(standaloneQuery("Who said that?", kept("Is the barrier broken?"))).toBe("Who said that? barrier broken");
    expect(standaloneQuery("Who said that?", undefined)).toBe("Who said that?");
  });
});

it("shows the last turns of a conversation, shortened", () => {
  const turns = earlierTurns(["1?", "2?", "3?", "4?", "5?"].map((question) => kept(question)));
  expect(turns.map(({ question }) => question)).toEqual(["2?", "3?", "4?", "5?"]);
  const [long] = earlierTurns([kept("x".repeat(5_000), { answer: [{ text: "y".repeat(5_000), citations: [] }] })]);
  expect([long?.question.length, long?.answer.length]).toEqual([600, 600]);
});
