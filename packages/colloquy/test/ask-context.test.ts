import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AskContext, type ContextOptions, open } from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

const FILLER = "We went on about other things for a long while, and then came back to the question.";
const TALKS = {
  "cities.txt": [
    "Ada Abbot: I think that remote work causes stress for everybody in the team.",
    "Ben Baker: Remote work does not cause stress, it reduces noise.",
    `Cora Cole: ${`${FILLER} `.repeat(30)}`,
    "Ada Abbot: The new lamp in the office costs 40 euros, and it is green.",
    "Ben Baker: Mm-hmm.",
    "Ben Baker: A green lamp needs electricity.",
  ],
  "rivers.txt": [
    "Dora Dahl: Remote work causes loneliness, and remote work increases focus.",
    `Emil Eck: ${`${FILLER} `.repeat(30)}`,
    "Dora Dahl: The barrier at the harbour failed twice in March.",
  ],
};

let folder: IngestFixture;
beforeEach(async () => {
  folder = new IngestFixture();
  for (const [file, lines] of Object.entries(TALKS)) folder.write(file, lines.join("\n"));
  await folder.ingest();
});
afterEach(() => folder[Symbol.dispose]());

async function contextOf(question: string, options: ContextOptions = {}): Promise<AskContext> {
  await using workspace = await open("talks", { dataDir: folder.dataDir });
  return await workspace.askContext(question, options);
}

function expectVerbatim({ sources }: AskContext): void {
  expect(sources.map(({ n }) => n)).toEqual(sources.map((_, index) => index + 1));
  for (const { evidence } of sources) {
    const text = TALKS[evidence.file as keyof typeof TALKS].join("\n");
    expect(evidence.text).toBe(text.slice(evidence.startOffset, evidence.endOffset));
  }
}

describe("the context of a question", () => {
  it("has whole turns around the best words, and nothing that a listener only hums", async () => {
    const context = await contextOf("How much does the green lamp cost?");
    expectVerbatim(context);
    expect(context).toMatchObject({ kind: "specific", found: true });
    const texts = context.sources.map(({ evidence }) => evidence.text);
    expect(texts).toContain("The new lamp in the office costs 40 euros, and it is green.");
    expect(texts).toContain("A green lamp needs electricity.");
    expect(texts).not.toContain("Mm-hmm.");
  });

  it("is found if the question asks who disagrees about a topic, and a contradiction about it is recorded", async () => {
    const asked = "Do Ada Abbot and Ben Baker disagree about remote work?";
    expect(await contextOf(asked)).toMatchObject({ kind: "specific", asksForContradictions: false, found: true });
    await using workspace = await open("talks", { dataDir: folder.dataDir });
    const { answered, citations } = await workspace.ask(asked);
    expect(answered).toBe(true);
    expect(citations.map(({ speaker }) => speaker).toSorted()).toEqual(["Ada Abbot", "Ben Baker"]);
    const next = await workspace.ask("And who is against it?", { continue: true });
    expect(next.citations.map(({ text }) => text)).toContain("Remote work does not cause stress, it reduces noise.");
  });

  it("has the claims about the entities that the question names, and who contradicts whom", async () => {
    const context = await contextOf("Does remote work cause stress?");
    expectVerbatim(context);
    expect(context.entities.map(({ name }) => name)).toContain("remote work");
    const [contradiction] = context.contradictions;
    const sides = (contradiction?.sources ?? []).map((n) => context.sources[n - 1]);
    expect(sides.map((side) => side?.evidence.speaker).sort()).toEqual(["Ada Abbot", "Ben Baker"]);
    expect(sides.map((side) => side?.statements.join()).sort()).toEqual([
      "remote work CAUSES stress",
      "remote work CAUSES stress (negated)",
    ]);
  });

  it("has what is said in the files when the question is about all of them", async () => {
    const context = await contextOf("What do the guests disagree on?");
    expectVerbatim(context);
    expect(context.kind).toBe("broad");
    expect(context.contradictions.length).toBeGreaterThan(0);
    expect(new Set(context.sources.map(({ evidence }) => evidence.file)).size).toBe(2);
  });

  it("can be restricted to files and to a speaker", async () => {
    const { sources } = await contextOf("What about remote work?", { files: ["rivers.txt"] });
    expect(new Set(sources.map(({ evidence }) => evidence.file))).toEqual(new Set(["rivers.txt"]));
    const broad = await contextOf("Summarise the conversations.", { files: ["rivers.txt"], speaker: "dora dahl" });
    expect(new Set(broad.sources.map(({ evidence }) => evidence.file))).toEqual(new Set(["rivers.txt"]));
    const passages = await contextOf("What is said about the green lamp?", { speaker: "Ada Abbot" });
    expect(passages.sources.length).toBeGreaterThan(0);
    for (const { sources: those, said } of [
      { sources: broad.sources, said: "Dora Dahl" },
      { sources: passages.sources, said: "Ada Abbot" },
    ])
      expect(new Set(those.map(({ evidence }) => evidence.speaker))).toEqual(new Set([said]));
  });

  it("says that nothing was found", async () => {
    expect(await contextOf("Who paints zebras?")).toMatchObject({ found: false, sources: [], kind: "specific" });
  });

  it("stops when the signal is aborted", async () => {
    await expect(
      contextOf("What about remote work?", { signal: AbortSignal.abort(new Error("stop")) }),
    ).rejects.toThrow("stop");
  });
});
