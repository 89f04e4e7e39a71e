import { describe, expect, it } from "vitest";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleId, sampleChunk, sampleEntity, sampleMention } from "../testing/suites/sample-rows.ts";
import { saidSentences } from "./said-sentences.ts";

const FROM = 1_000;

/** The sentences of a chunk in which Ann Lee says "lantern". Checks that their offsets match the chunk. */
async function sentencesIn(...lines: readonly string[]): Promise<readonly string[]> {
  const text = lines.join("\n");
  const evidence = (offset: number, word: string) => ({
    speaker: "Ann Lee",
    startOffset: FROM + offset,
    endOffset: FROM + offset + word.length,
    text: word,
  });
  const lanterns = [...text.matchAll(/lantern/g)].map(({ index }) =>
    sampleMention(`at ${index}`, { entity: sampleId("lantern"), evidence: evidence(index, "lantern") }),
  );
  const label = sampleMention("label", { entity: sampleId("ann"), evidence: evidence(0, "Ann Lee") });
  const graph = createMemoryGraphStore();
  await graph.upsert("chunk", [sampleChunk("chunk", { text, startOffset: FROM, endOffset: FROM + text.length })]);
  await graph.upsert("entity", [sampleEntity("lantern"), sampleEntity("ann", { name: "Ann Lee", type: "Person" })]);
  await graph.upsert("mention", [...lanterns, label]);
  const found = saidSentences(
    await graph.mentionsInContext(sampleId("lantern"), { speaker: sampleId("ann"), limit: 1_000 }),
  );
  for (const { startOffset, endOffset, text: sentence } of found)
    expect(text.slice(startOffset - FROM, endOffset - FROM)).toBe(sentence);
  return found.map(({ text: sentence }) => sentence);
}

describe("the sentences in which a person mentions something", () => {
  it("are whole and unique", async () => {
    const line = "Ann Lee: Not this one. A lantern, or a lantern and a rope! Nor this.";
    expect(await sentencesIn(line)).toEqual(["A lantern, or a lantern and a rope!"]);
  });

  it.each([
    "Ann Lee: The lantern is out.",
    "**Ann Lee** [00:00:15]: The lantern is out.",
    "[00:12:40] Ann Lee: The lantern is out.",
    "Ann Lee  0:54\nThe lantern is out.",
    "The lantern is out.",
  ])("exclude the label of the turn: %j", async (lines) => {
    expect(await sentencesIn("Ben: What?", ...lines.split("\n"))).toEqual(["The lantern is out."]);
  });

  it("continue after a title, and end with the line", async () => {
    const lines = ["Ann Lee: Yes. I gave Dr. Okafor a lantern. Then", "Ben: So."];
    expect(await sentencesIn(...lines)).toEqual(["I gave Dr. Okafor a lantern."]);
  });

  it("keep a number or a time at their start", async () => {
    expect(await sentencesIn("Ann Lee: 12:30 is when the lantern went.")).toEqual(["12:30 is when the lantern went."]);
  });
});

it("exclude a label with any characters", async () => {
  const speaker = "Wei-Lin (Dr.) [A/B] *?";
  const text = `${speaker}: The lantern is out.`;
  const at = text.indexOf("lantern");
  const mention = sampleMention("m", {
    entity: sampleId("lantern"),
    evidence: { speaker, startOffset: at, endOffset: at + "lantern".length, text: "lantern" },
  });
  const graph = createMemoryGraphStore();
  await graph.upsert("chunk", [sampleChunk("chunk", { text, startOffset: 0, endOffset: text.length })]);
  await graph.upsert("entity", [sampleEntity("lantern")]);
  await graph.upsert("mention", [mention]);
  const found = saidSentences(await graph.mentionsInContext(sampleId("lantern"), { limit: 9 }));
  expect(found.map((sentence) => sentence.text)).toEqual(["The lantern is out."]);
});
