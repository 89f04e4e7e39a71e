import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRulesExtractor } from "../src/adapters/rules/index.ts";
import { checkExtraction, DEFAULT_ONTOLOGY } from "../src/extraction/index.ts";
import {
  type Extraction,
  type ExtractionReply,
  type ExtractionRequest,
  type Extractor,
  open,
  retryFailed,
} from "../src/index.ts";
import { readTranscriptFile } from "../src/transcripts/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  for (const seed of [1, 2, 3]) folder.writeTalk(`talk-${seed}.txt`, seed);
});
afterEach(() => folder[Symbol.dispose]());

type Change = (reply: ExtractionReply, batch: readonly ExtractionRequest[], call: number) => unknown;

/** An extractor whose replies are changed before they are returned. */
function changing(change: Change): Extractor & { readonly calls: string[][] } {
  const inner = new ScriptedExtractor({ paid: true, concurrency: 1 });
  return {
    profile: inner.profile,
    description: inner.description,
    paid: true,
    concurrency: 1,
    calls: inner.calls,
    extract: async (batch) => change(await inner.extract(batch), batch, inner.calls.length) as ExtractionReply,
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

/** Changes the extraction of chunks that contain a word. */
function spoiling(word: string, spoil: (extraction: Extraction) => unknown): Change {
  return (reply, batch) => ({
    ...reply,
    extractions: new Map(
      [...reply.extractions].map(([label, extraction]) => {
        const request = batch.find((each) => each.label === label);
        const said = request?.turns.some(({ text }) => text.includes(word)) ?? false;
        return [label, said ? spoil(extraction) : extraction];
      }),
    ),
  });
}

const without = (reply: ExtractionReply, label: string): ExtractionReply => ({
  ...reply,
  extractions: new Map([...reply.extractions].filter(([each]) => each !== label)),
});

describe("a chunk that a reply omits", () => {
  it("is requested again in the same run", async () => {
    const extractor = changing((reply, _, call) => (call === 1 ? without(reply, "c2") : reply));
    const { chunks } = await folder.ingest({ batchSize: 3, ports: { extractor } });
    expect(chunks).toMatchObject({ pending: 0, deadLetters: 0 });
    const [first = []] = extractor.calls;
    const leftOut = first[1] ?? "";
    // Once with other chunks and once alone. The time of the second call depends on the commit of the first reply.
    expect(extractor.calls.filter((batch) => batch.includes(leftOut))).toEqual([first, [leftOut]]);
    expect(folder.eventsOf("warning")).toEqual([]);
  });

  it("becomes a dead letter after three omissions in calls of its own, and only `retryFailed` requests it again", async () => {
    folder.write("odd.txt", "Ada: Xanthippe told Mirela about Hendrik!\n");
    const extractor = changing((reply, batch) => {
      const odd = batch.find(({ turns }) => turns.some(({ text }) => text.includes("Xanthippe")));
      return odd === undefined ? reply : without(reply, odd.label);
    });
    const { chunks, exitCode } = await folder.ingest({ batchSize: 3, ports: { extractor } });
    expect(chunks).toMatchObject({ pending: 0, deadLetters: 1 });
    expect(exitCode).toBe(3);
    expect(
      extractor.calls.filter(([first, ...others]) => first?.includes("Xanthippe") && others.length === 0),
    ).toHaveLength(3);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([
      { reason: "The reply has no result for this chunk, even when it is requested alone." },
    ]);
    const next = new ScriptedExtractor({ paid: true });
    expect((await folder.ingest({ ports: { extractor: next } })).chunks.deadLetters).toBe(1);
    expect(next.calls).toEqual([]);
    const retried = await retryFailed({
      dataDir: folder.dataDir,
      outputDir: join(folder.root, "metrics"),
      workspace: "talks",
      environment: {},
      ports: { extractor: new ScriptedExtractor({ paid: true }) },
    });
    expect(retried).toMatchObject({ retried: 1, exitCode: 0, chunks: { pending: 0, deadLetters: 0 } });
  });

  it("becomes a dead letter when replies to a few chunks are empty, and each failed call is reported", async () => {
    const extractor = changing((reply) => ({ ...reply, extractions: new Map() }));
    const { chunks, usage } = await folder.ingest({ batchSize: 3, limit: 3, ports: { extractor } });
    expect(chunks).toMatchObject({ extracted: 0, deadLetters: 3 });
    expect(folder.eventsOf("batch.failed")).toHaveLength(usage.failed);
    expect(new Set(folder.eventsOf("batch.failed").map(({ reason }) => reason))).toEqual(
      new Set(["The reply has no result for any part of the call."]),
    );
  });
});

describe("a reply of an extractor", () => {
  it.each([
    ["lacks a list", (extraction: Extraction) => ({ ...extraction, aliases: undefined })],
    ["has an invalid number", (extraction: Extraction) => spoilFirst(extraction, { confidence: Number.NaN })],
    ["has a polarity that does not exist", (extraction: Extraction) => spoilFirst(extraction, { polarity: "perhaps" })],
    ["is no object", () => null],
  ])("fails only the chunk whose extraction %s", async (_, spoil) => {
    folder.write("odd.txt", "Ada: Xanthippe told Mirela about Hendrik!\n");
    const extractor = changing(spoiling("Xanthippe", spoil));
    const { chunks, exitCode } = await folder.ingest({ ports: { extractor } });
    expect(chunks).toMatchObject({ pending: 0, deadLetters: 1, extracted: chunks.total - 1 });
    expect(exitCode).toBe(3);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([
      { stage: "extract", reason: expect.stringMatching(/^The extraction is malformed: /) },
    ]);
    // It was requested once with other chunks and then three times alone.
    expect(extractor.calls.filter((batch) => batch.some((text) => text.includes("Xanthippe")))).toHaveLength(3);
  });

  it("fails as a whole batch when it is malformed, without a crash", async () => {
    const extractor = changing((reply) => ({ ...reply, extractions: undefined }));
    const { chunks } = await folder.ingest({ limit: 2, ports: { extractor } });
    expect(chunks.deadLetters).toBe(2);
    expect(folder.eventsOf("chunk.deadLettered")[0]?.reason).toMatch(/^The reply is malformed: /);
  });

  it("is checked against words and ontology, and rejected items are counted", async () => {
    folder.write("odd.txt", "Ada: Xanthippe told Mirela about Hendrik!\n");
    const elsewhere = { turn: 0, start: 5, end: 9_999 };
    const extractor = changing(
      spoiling("Xanthippe", (extraction) => ({
        ...extraction,
        mentions: extraction.mentions.map((mention, index) => (index === 2 ? { ...mention, type: "Dragon" } : mention)),
        quotes: extraction.quotes.map((quote) => ({ ...quote, span: elsewhere })),
      })),
    );
    const { chunks, rejected } = await folder.ingest({ ports: { extractor } });
    expect(chunks).toMatchObject({ pending: 0, deadLetters: 0 });
    expect(rejected).toEqual({ ungrounded: 1, schema: 1, lowConfidence: 0 });
  });

  it("adds neither unspoken words nor invisible characters to the graph", async () => {
    folder.write("odd.txt", "Ada: Xanthippe told Mirela about Hendrik!\n");
    const names = new Map([
      ["Xanthippe", "Xanthippe stole the company money"],
      ["Mirela", "\u001b[31mMi\u200brela\u0000\u202e"],
    ]);
    const extractor = changing(
      spoiling("Xanthippe", (extraction) => ({
        ...extraction,
        mentions: extraction.mentions.map((mention) => ({ ...mention, name: names.get(mention.name) ?? mention.name })),
      })),
    );
    const { rejected } = await folder.ingest({ ports: { extractor } });
    // The first name, and its relation, which has lost an end.
    expect(rejected).toEqual({ ungrounded: 2, schema: 0, lowConfidence: 0 });
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    const all = (await workspace.entities({ limit: 1_000 })).map(({ name }) => name);
    expect(all).toEqual(expect.arrayContaining(["Mirela", "Hendrik"]));
    expect(all.filter((name) => name.includes("Xanthippe") || /[^\p{L} ]/u.test(name))).toEqual([]);
  });
});

function spoilFirst(extraction: Extraction, change: object): unknown {
  return {
    ...extraction,
    relations: extraction.relations.map((relation, index) => (index === 0 ? { ...relation, ...change } : relation)),
  };
}

describe("the rules", () => {
  it("return no item that the check of replies rejects", async () => {
    await using extractor = createRulesExtractor({ workers: 1 });
    const examples = join(import.meta.dirname, "../../../examples", "transcripts");
    const files = readdirSync(examples, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    let chunks = 0;
    for (const entry of files) {
      const outcome = await readTranscriptFile(join(entry.parentPath, entry.name));
      if ("skipped" in outcome) throw new Error(outcome.skipped);
      const { text, turns } = outcome.transcript;
      const views = turns.map(({ speaker, startOffset, endOffset }) => ({
        speaker,
        text: text.slice(startOffset, endOffset),
      }));
      const batch = Array.from({ length: Math.ceil(views.length / 10) }, (_, index) => ({
        label: `c${index + 1}`,
        turns: views.slice(10 * index, 10 * index + 10),
      }));
      const { extractions } = await extractor.extract(batch, { signal: new AbortController().signal });
      for (const { label, turns: view } of batch) {
        const extraction = extractions.get(label);
        if (extraction === undefined) throw new Error(`No answer for ${label} of ${entry.name}.`);
        expect(checkExtraction(extraction, { turns: view }, DEFAULT_ONTOLOGY, 0)).toEqual({
          extraction,
          rejected: { ungrounded: 0, schema: 0, lowConfidence: 0 },
        });
        chunks += 1;
      }
    }
    expect(chunks).toBeGreaterThan(20);
  });
});
