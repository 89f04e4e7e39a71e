import { beforeAll, describe, expect, it } from "vitest";
import { createMemoryGraphStore } from "../../testing/index.ts";
import {
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
} from "../../testing/suites/sample-rows.ts";
import { reviewFigures, type ReviewItem } from "./items.ts";
import { drawSample } from "./sample.ts";

const graph = createMemoryGraphStore();
const NUMBERS = Array.from({ length: 40 }, (_, number) => number);
const TEXT = "Ann: So sleep works. Sleeping is rest.";
const chunk = sampleChunk("chunk", { file: "a.txt", text: TEXT, startOffset: 0, endOffset: TEXT.length });
const said = (words: string) => {
  const startOffset = TEXT.indexOf(words);
  const range = { startOffset, endOffset: startOffset + words.length, text: words };
  return { file: "a.txt", chunk: chunk.id, speaker: "Ann", ...range };
};
const sleep = sampleEntity("sleep", {
  name: "sleep",
  type: "Practice",
  aliases: [
    { name: "Sleep", reason: "case" },
    { name: "Sleeping", reason: "form" },
  ],
});

beforeAll(async () => {
  const stress = sampleEntity("stress", { name: "stress", type: "Outcome" });
  const ann = sampleEntity("Ann", { name: "Ann", type: "Person" });
  const ends = { source: sleep.id, type: "REDUCES", target: stress.id };
  const reduces = sampleRelationship("reduces", ends);
  const quote = sampleQuote("quote", { evidence: said("So sleep works.") });
  await graph.upsert("chunk", [chunk]);
  await graph.upsert("entity", [sleep, stress, ann]);
  const withdrawn = sampleRelationship("withdrawn", { ...ends, withdrawn: "not_said" });
  await graph.upsert("relationship", [reduces, withdrawn]);
  await graph.upsert("quote", [quote]);
  await graph.upsert("evidence", [
    sampleEvidenceRow("of the quote", { of: quote.id, evidence: quote.evidence }),
    sampleEvidenceRow("withdrawn", { of: withdrawn.id, evidence: said("sleep works") }),
    sampleEvidenceRow("implied", { of: reduces.id, evidence: { ...said("sleep works"), polarity: "implied" } }),
    ...NUMBERS.map((number) =>
      sampleEvidenceRow(`stated ${number}`, {
        of: reduces.id,
        evidence: { ...said("sleep works"), startOffset: number, polarity: number === 0 ? "negated" : "stated" },
      }),
    ),
  ]);
  await graph.upsert("mention", [
    sampleMention("label", { entity: ann.id, evidence: said("Ann") }),
    sampleMention("stated", { entity: sleep.id, evidence: said("sleep") }),
    sampleMention("found", { entity: sleep.id, found: true, evidence: { ...said("Sleeping"), polarity: "implied" } }),
  ]);
});

const texts = (items: readonly ReviewItem[]) => items.map(({ kind, text }) => [kind, text]);

describe("a sample for a review", () => {
  it("has merges of names that differ, relations that words say, and mentions in speech, each with its words", async () => {
    const items = await drawSample(graph, { size: 1 });
    expect(texts(items)).toEqual([
      ["merges", "Sleeping = sleep (form)"],
      ["relations", "sleep [Practice] REDUCES stress [Outcome]"],
      ["mentions", "“sleep” means sleep [Practice]"],
      ["found", "“Sleeping” means sleep [Practice]"],
    ]);
    expect(items[0]?.evidence.map(({ text }) => text)).toEqual(["Sleeping is rest.", "So sleep works."]);
    expect(items[2]?.evidence.map(({ text }) => text)).toEqual(["So sleep works."]);
  });

  it("tells how the words say a relation, and never takes what is only implied", async () => {
    const items = await drawSample(graph, { kinds: ["relations"], size: 100 });
    expect(items).toHaveLength(NUMBERS.length);
    expect(items.filter(({ text }) => text.endsWith("(negated)"))).toHaveLength(1);
  });

  it("is the same for one seed, another for another, and a larger one continues it", async () => {
    const ids = async (seed: number, size: number) =>
      (await drawSample(graph, { kinds: ["relations"], seed, size })).map(({ id }) => id);
    const small = await ids(1, 5);
    expect(await ids(1, 5)).toEqual(small);
    expect((await ids(1, 9)).slice(0, 5)).toEqual(small);
    expect(await ids(2, 5)).not.toEqual(small);
  });
});

describe("the figures of a review", () => {
  const items = NUMBERS.map((number) => ({ id: `${number}`, kind: "relations" as const }));

  it("are the share of right items with the interval of Wilson, without those that were skipped", () => {
    const answers = new Map(
      [...Array<"yes">(40).fill("yes"), ...Array<"no">(10).fill("no"), "skip" as const].map(
        (answer, index) => [`${index}`, answer] as const,
      ),
    );
    const [figures] = reviewFigures(
      [...answers.keys()].map((id) => ({ id, kind: "merges" })),
      answers,
    );
    expect(figures).toMatchObject({ kind: "merges", sampled: 51, judged: 50, right: 40, skipped: 1, precision: 0.8 });
    expect(figures?.interval?.map((share) => Math.round(100 * share))).toEqual([67, 89]);
  });

  it("are unknown without an answer, and have no bound beyond 0 and 1", () => {
    expect(reviewFigures(items, new Map([["other", "yes"]]))).toMatchObject([
      { judged: 0, precision: null, interval: null },
    ]);
    expect(reviewFigures(items, new Map(items.map(({ id }) => [id, "yes"])))[0]?.interval?.[1]).toBe(1);
  });
});
