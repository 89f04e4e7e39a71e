import { describe, expect, it } from "vitest";
import type { Nearness } from "./best-sentences.ts";
import type { AskContext, ContextSource } from "./context.ts";
import { contradictionsLeftOut } from "./asked-contradictions.ts";
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
  asksForContradictions: false,
  missing: [],
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
const NEARNESS: Nearness = { rarity, passages: [] };
const textsOf = (asked: AskContext, nearness = NEARNESS) =>
  extractAnswer(asked, nearness).answer.map(({ text }) => text);

describe("an answer without a model", () => {
  const SOURCES = [
    source(1, "b.txt", "Well. The remote is lost by half of the users. What about the remote?"),
    source(2, "a.txt", "The remote is small. Users lost it, half of them."),
    source(3, "b.txt", "Half of the users lost the remote, by the way. Something else entirely."),
  ];

  it("has the best sentences in exact words, those of a file in their order, and none twice", () => {
    const { answer, citations, answered } = extractAnswer(context("lost remote half users", SOURCES), NEARNESS);
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

  it("prefers sentences whose passages are near by meaning, to those beside them and to others", () => {
    const talk = source(
      1,
      "a.txt",
      "The remote fell behind it. My keys lay in the fridge. I had groceries to put away.",
    );
    const filler = source(2, "b.txt", "Nobody knows what the weather brings tomorrow morning.");
    const passages = [
      { file: "a.txt", startOffset: 1_027, endOffset: 1_054, above: 4 },
      { file: "b.txt", startOffset: 2_000, endOffset: 2_060, above: 1 },
    ];
    const question = context("What unlocks the door?", [filler, talk]);
    expect(textsOf(question, { rarity, passages })).toEqual(["My keys lay in the fridge."]);
    // Of two sentences with the same words, the one beside the nearest passage is better.
    const twice = source(3, "c.txt", "I had groceries to put away.");
    const groceries = context("groceries", [twice, talk]);
    expect(nearestSentence(groceries, { rarity, passages })).toMatchObject({ file: "a.txt", startOffset: 1_054 });
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
    const broad = { kind: "broad", question: "Who disagrees?", asksForContradictions: true } as const;
    const opposed = [{ statements: [], sources: [1, 2] as const }];
    expect(textsOf(context("disagree", sources, { ...broad, contradictions: opposed }))).toEqual([
      "Coffee helps.",
      "Coffee does not help.",
    ]);
    const talk = source(3, "c.txt", "We disagree about the weather, I think.");
    const without = context("disagree", [...sources, talk], broad);
    expect(textsOf(without)).toEqual([]);
    expect(nearestSentence(without, NEARNESS)).toBeNull();
  });

  it("has whole contradictions in their order, and counts those without room", () => {
    const sources = [1, 2, 3, 4, 5, 6, 7].map((n) => source(n, n % 2 === 0 ? "a.txt" : "b.txt", `Side ${n}.`));
    const asked = context("disagree", sources, {
      kind: "broad",
      asksForContradictions: true,
      contradictions: (
        [
          [4, 1],
          [2, 5],
          [6, 7],
          [5, 3],
        ] as const
      ).map((sides) => ({ statements: [], sources: sides })),
    });
    const answer = extractAnswer(asked, NEARNESS);
    expect(answer.answer.map(({ text }) => text)).toEqual(["Side 4.", "Side 1.", "Side 2.", "Side 5.", "Side 3."]);
    expect(contradictionsLeftOut(asked, answer)).toBe(1);
    expect(contradictionsLeftOut({ ...asked, asksForContradictions: false }, answer)).toBe(0);
  });

  it("of a question who disagrees about a topic has the contradictions of its topic and people", () => {
    const by = (n: number, speaker: string, text: string): ContextSource => {
      const said = source(n, "a.txt", text);
      return { ...said, evidence: { ...said.evidence, speaker } };
    };
    const sources = [
      by(1, "Ada Abbot", "Coffee helps."),
      by(2, "Cleo", "Coffee does not help."),
      by(3, "Ben", "Naps do not help."),
      by(4, "Ada Abbot", "Naps help."),
    ];
    const contradictions = (
      [
        [1, 2],
        [3, 4],
      ] as const
    ).map((sides) => ({ statements: [], sources: sides }));
    const person = (...names: readonly string[]) => ({
      id: names[0] ?? "",
      name: names[0] ?? "",
      type: "Person",
      names,
    });
    const entities = [person("Ada Abbot", "Ada"), person("Cleo")];
    const asked = (query: string, more: Partial<AskContext> = {}) =>
      textsOf(context(query, sources, { contradictions, ...more }));
    const coffee = ["Coffee helps.", "Coffee does not help."];
    expect(asked("Do Ada and Cleo disagree about coffee?", { entities })).toEqual(coffee);
    expect(asked("What do Ada and Cleo disagree on?", { entities })).toEqual(coffee);
    expect(asked("And who is against it? coffee")).toEqual(coffee);
    expect(asked("Who opposes naps?")).toEqual(["Naps do not help.", "Naps help."]);
    expect(asked("What helps, coffee?")).not.toEqual(coffee);
  });

  it("of a broad question has words about each of the most discussed entities, of a summary if there is one", () => {
    const claim = (n: number, text: string, statement: string): ContextSource =>
      source(n, "a.txt", text, { kind: "claim", passage: null, isMatch: false, statements: [statement] });
    const sources = [
      claim(1, "Coffee helps.", "coffee ENABLES focus"),
      claim(2, "Coffee costs money.", "coffee CAUSES costs"),
      claim(3, "Naps repair the mind.", "naps ENABLES memory"),
      claim(4, "Walks are for free.", "walks REDUCES costs"),
      claim(5, "Walks make us happy.", "walks ENABLES happiness"),
      claim(6, "Coffee is bitter.", "coffee IS_A drink"),
    ];
    const entity = (name: string) => ({ id: name, name, type: "Practice", names: [name] });
    const entities = ["walks", "naps", "coffee"].map(entity);
    const summaries = [{ entity: entity("walks"), sentences: [{ text: "Walks make happy.", sources: [5] }] }];
    const broad = { kind: "broad", entities, summaries } as const;
    const texts = textsOf(context("What is talked about?", sources, broad));
    expect(texts).toHaveLength(5);
    expect(texts).toEqual(expect.arrayContaining(["Walks make us happy.", "Naps repair the mind.", "Coffee helps."]));
    expect(texts).not.toContain("Coffee is bitter.");
  });

  it("is none if nothing was found", () => {
    expect(extractAnswer(context("x", SOURCES, { found: false }), NEARNESS).answered).toBe(false);
    expect(nearestSentence(context("users", SOURCES), NEARNESS)?.text).toContain("sers");
    expect(nearestSentence(context("users", []), NEARNESS)).toBeNull();
  });
});
