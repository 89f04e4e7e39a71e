import { describe, expect, it } from "vitest";
import type { AskContext, ContextSource } from "./context.ts";
import { extractAnswer, nearestSentence } from "./extract-answer.ts";

function source(n: number, file: string, text: string, more: Partial<ContextSource> = {}): ContextSource {
  const evidence = {
    file,
    chunk: file,
    speaker: "Ada",
    startMs: null,
    endMs: null,
    startOffset: 1_000 * n,
    endOffset: 1_000 * n + text.length,
    text,
    polarity: "stated" as const,
  };
  return { n, kind: "turn", passage: n, isMatch: true, evidence, statements: [], ...more };
}

const context = (query: string, sources: readonly ContextSource[], more: Partial<AskContext> = {}): AskContext => ({
  question: query,
  query,
  kind: "specific",
  found: true,
  unstated: null,
  entities: [],
  sources,
  contradictions: [],
  summaries: [],
  ...more,
});
/** Every word is equally rare, except the word of all passages. */
const rarity = (term: string): number => (term === "remot" ? 0.5 : 3);
const textsOf = (asked: AskContext) => extractAnswer(asked, rarity).answer.map(({ text }) => text);

describe("an answer without a model", () => {
  const SOURCES = [
    source(1, "b.txt", "Well. The remote is lost by half of the users. What about the remote?"),
    source(2, "a.txt", "The remote is small. Users lost it, half of them."),
    source(3, "b.txt", "Half of the users lost the remote, by the way. Something else entirely."),
  ];

  it("has the best sentences in exact words, those of a file in their order, and none twice", () => {
    const { answer, citations, answered } = extractAnswer(context("lost remote half users", SOURCES), rarity);
    expect(answered).toBe(true);
    expect(answer).toEqual([{ text: "The remote is lost by half of the users.", citations: [1] }]);
    expect(citations[0]).toMatchObject({ n: 1, file: "b.txt", startOffset: 1_006, endOffset: 1_046 });
  });

  it("prefers rare words to frequent ones, and statements to questions", () => {
    const texts = textsOf(
      context("remote colour", [
        source(
          1,
          "a.txt",
          "The remote control of the remote. Is the colour of the remote good? The colour is grey, mostly grey.",
        ),
      ]),
    );
    expect(texts).toEqual(["The colour is grey, mostly grey."]);
  });

  it("of a question that names a speaker has only words of that speaker", () => {
    const asked = context("What does Ada Lane AM say about apples?", [
      source(1, "a.txt", "I welcome Ada Lane and her apples."),
      source(2, "a.txt", "Apples are good for you."),
    ]);
    const [chair, ada] = asked.sources.map((each) => each.evidence);
    const sources = [
      { ...asked.sources[0], evidence: { ...chair, speaker: "Chair" } },
      { ...asked.sources[1], evidence: { ...ada, speaker: "Ada Lane AM" } },
    ] as ContextSource[];
    const person = { id: "p", name: "Ada Lane", type: "Person", names: ["Ada Lane"] };
    expect(textsOf({ ...asked, sources, entities: [person] })).toEqual(["Apples are good for you."]);
    expect(textsOf({ ...asked, sources })).toContain("I welcome Ada Lane and her apples.");
  });

  it("has at most five sentences", () => {
    const words = "apples pears plums grapes cherries figs dates melons limes berries nuts kiwis olives beans".split(
      " ",
    );
    const sources = words.flatMap((word, index) =>
      index % 2 === 0 ? [source(index + 1, "a.txt", `Lost ${word} with ${words[index + 1]}.`)] : [],
    );
    expect(textsOf(context("lost", sources))).toHaveLength(5);
  });

  it("has a sentence of each passage that was found by its meaning alone", () => {
    expect(textsOf(context("zebra", SOURCES))).toEqual([
      "The remote is lost by half of the users.",
      "Half of the users lost the remote, by the way.",
      "Users lost it, half of them.",
    ]);
  });

  it("of a broad question has both sides of a contradiction, and no claims in place of one", () => {
    const sources = [
      source(1, "a.txt", "Coffee helps.", { kind: "claim", passage: null, statements: ["coffee ENABLES focus"] }),
      source(2, "b.txt", "Coffee does not help.", { kind: "claim", passage: null, statements: ["x (negated)"] }),
    ];
    const broad = { kind: "broad", question: "Who disagrees?" } as const;
    const opposed = [{ statements: [], sources: [1, 2] as const }];
    expect(textsOf(context("disagree", sources, { ...broad, contradictions: opposed }))).toEqual([
      "Coffee helps.",
      "Coffee does not help.",
    ]);
    expect(textsOf(context("disagree", sources, broad))).toEqual([]);
    expect(textsOf(context("main topics", sources, broad))).toHaveLength(2);
  });

  it("is none if nothing was found", () => {
    expect(extractAnswer(context("x", SOURCES, { found: false }), rarity).answered).toBe(false);
    expect(nearestSentence(context("users", SOURCES), rarity)?.text).toContain("sers");
    expect(nearestSentence(context("users", []), rarity)).toBeNull();
  });
});
