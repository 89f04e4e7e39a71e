import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import * as api from "../../src/api/index.ts";
import { ColloquyError, correctNames, ingest, open, type Workspace } from "../../src/index.ts";

const SAMPLE = path.resolve(import.meta.dirname, "../../../../examples/transcripts");

let dataDir: string;
let workspace: Workspace;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "colloquy-explore-"));
  await ingest({ transcriptsDir: SAMPLE, dataDir, workspace: "sample", environment: {} });
  workspace = await open("sample", { dataDir });
}, 120_000);
afterAll(async () => {
  await workspace[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Fails unless a value has the form of the API, which the compiler checks too. */
function has<Schema extends z.ZodType>(schema: Schema, value: z.infer<Schema>): void {
  expect(schema.safeParse(value).error).toBeUndefined();
}

async function listed(limit: number) {
  return (await workspace.listEntities({ limit })).items;
}

describe("the overview of the sample", () => {
  it("has the form of the API, and says what there is", async () => {
    const overview = await workspace.explore.overview();
    has(api.overview, overview);
    expect(overview.transcripts).toHaveLength(8);
    expect(overview.dated).toBe(overview.transcripts.filter(({ date }) => date !== null).length);
    expect(overview.remark).toBeNull();
    expect(overview.people[0]?.turns).toBeGreaterThan(10);
    expect(overview.claims.length).toBeGreaterThan(5);
    expect(overview.counts.relationshipTypes).not.toHaveProperty("CROSS_EPISODE");
    expect(overview.changes?.entities.changed).toBe(overview.counts.entities);
  });
});

describe("the overview of a workspace that is written", () => {
  it("is read once, and again after the next run, with what that run changed", async () => {
    const folder = path.join(dataDir, "talks");
    mkdirSync(folder);
    const write = (file: string, words: string): void => writeFileSync(path.join(folder, file), words);
    const run = () => ingest({ transcriptsDir: folder, dataDir, workspace: "talks", environment: {} });
    write("2024-05-17 one.txt", "Ada: Sleep reduces stress.\nBen: Coffee increases stress.\n");
    await run();
    await using talks = await open("talks", { dataDir });
    const first = await talks.explore.overview();
    expect(await talks.explore.overview()).toBe(first);
    expect(first.transcripts.map(({ date }) => date)).toEqual(["2024-05-17"]);
    expect(first.changes?.files).toEqual(["2024-05-17 one.txt"]);
    expect(first.changes?.entities).toEqual({ changed: first.counts.entities, removed: 0 });
    write("2023 two.txt", "Cleo: Exercise reduces stress.\n");
    await run();
    const second = await talks.explore.overview();
    has(api.overview, second);
    expect(second.transcripts.map(({ file }) => file)).toEqual(["2023 two.txt", "2024-05-17 one.txt"]);
    expect(second.changes?.files).toEqual(["2023 two.txt"]);
    expect(second.changes?.transcripts).toEqual({ changed: 1, removed: 0 });
    expect(second.changes?.most.map(({ name }) => name)).toContain("Cleo");
    await run();
    await correctNames({ rename: "coffee", to: "espresso" }, { dataDir, workspace: "talks", environment: {} });
    expect(await talks.entity("espresso")).not.toBeNull();
    expect((await talks.explore.overview()).changes).toEqual(second.changes);
    const [item] = (await talks.review({ kinds: ["relations"] })).items;
    talks.answerReview([{ id: item?.id ?? "", answer: "yes", kind: "relations" }]);
    const { quality } = await talks.explore.overview();
    expect(quality.review).toEqual([
      { kind: "relations", answered: 1, right: 1, low: expect.closeTo(0.207, 3), high: 1 },
    ]);
  });

  it("rejects with the reason of a signal that is aborted", async () => {
    const signal = AbortSignal.abort(new DOMException("no longer wanted", "AbortError"));
    const { explore } = workspace;
    for (const read of [
      () => explore.overview({ signal }),
      () => explore.transcript("x", { signal }),
      () => explore.transcriptText("x", { signal }),
      () => explore.occurrences("sleep", { signal }),
      () => explore.entity("sleep", { signal }),
      () => explore.part({ start: { telling: true }, signal }),
      () => explore.part({ start: { words: "sleep" }, signal }),
      () => explore.path("sleep", "stress", { signal }),
      () => explore.suggest("sleep", { signal }),
      () => explore.answers({ signal }),
    ])
      await expect(read()).rejects.toThrow("no longer wanted");
  });
});

describe("a transcript of the sample", () => {
  it("has the form of the API, with its speakers and an outline of all of its text", async () => {
    for (const { file, id, characters } of (await workspace.listTranscripts()).items) {
      const found = await workspace.explore.transcript(file);
      has(api.transcript.omit({ media: true }).nullable(), found);
      expect(await workspace.explore.transcript(id)).toEqual(found);
      expect(found?.chunks.at(-1)?.endOffset).toBeLessThanOrEqual(characters);
      expect(found?.entities.length).toBeGreaterThan(3);
      expect(found?.speakers.every((speaker) => speaker.id !== null)).toBe(true);
      const text = await workspace.explore.transcriptText(id, { from: 0, count: 50 });
      has(api.transcriptText, text);
      expect(text.chunks.map(({ chunk }) => chunk)).toEqual(found?.chunks.map((chunk) => chunk.id));
      for (const { turns, mentions } of text.chunks)
        for (const { startOffset, endOffset, entity } of mentions) {
          expect(endOffset).toBeGreaterThan(startOffset);
          expect(text.entities[entity]).toBeDefined();
          expect(turns.length).toBeGreaterThan(0);
        }
    }
  });

  it("is null for a file that does not exist", async () => {
    expect(await workspace.explore.transcript("no such file.vtt")).toBeNull();
  });
});

describe("an entity of the sample", () => {
  it("has the form of the API, and the claims and counts of the whole detail", async () => {
    for (const { id } of await listed(400)) {
      const found = await workspace.explore.entity(id);
      has(api.entity.nullable(), found);
      const whole = await workspace.show(id);
      expect(found?.claims).toEqual(whole?.claims);
      expect(found?.contradictions).toEqual(whole?.contradictions);
      expect(found?.holders.map(({ transcriptCount: _all, ...holder }) => holder)).toEqual(whole?.holders);
      expect(found?.files).toEqual({ mentioned: whole?.transcripts.length, all: found?.byFile.length });
      expect(found?.more).toEqual({ relationships: false, quotes: false });
    }
  });

  it("has the 300 transcripts with most mentions, and says how many there are", async () => {
    const folder = path.join(dataDir, "many talks");
    mkdirSync(folder);
    const sayings = ["reduces stress", "improves memory", "increases attention"];
    for (let number = 100; number < 410; number += 1)
      writeFileSync(path.join(folder, `${number}.txt`), `Ada: Sleep ${sayings[number % 3]}.\n`);
    writeFileSync(path.join(folder, "409.txt"), "Ada: Sleep reduces stress.\nBen: Sleep is good.\n");
    await ingest({ transcriptsDir: folder, dataDir, workspace: "many", environment: {} });
    await using many = await open("many", { dataDir });
    const found = await many.explore.entity("sleep");
    has(api.entity.nullable(), found);
    expect(found?.files).toEqual({ mentioned: 310, all: 310 });
    expect(found?.byFile).toHaveLength(300);
    expect(found?.byFile.at(-1)).toMatchObject({ file: "409.txt", mentions: 2 });
    const [ada] = found?.holders ?? [];
    expect(ada?.transcripts).toHaveLength(20);
    expect(ada?.transcriptCount).toBeGreaterThan(20);
  });

  it("has the sentence of its first mention of each topic, if it is a person", async () => {
    const [speaker] = (await workspace.listSpeakers({ limit: 1 })).items;
    const topics = (await workspace.explore.entity(speaker?.id ?? ""))?.topics ?? [];
    expect(topics.length).toBeGreaterThan(10);
    const shown = (await workspace.show(speaker?.id ?? ""))?.topics ?? [];
    for (const [
      index,
      {
        evidence: [first],
      },
    ] of topics.entries()) {
      const mention = shown[index]?.evidence[0];
      expect(first?.text).toContain(mention?.text);
      expect(first?.startOffset).toBeLessThanOrEqual(mention?.startOffset ?? -1);
    }
    expect(topics.every(({ evidence: [first] }) => first !== undefined && /[.?!]$/.test(first.text))).toBe(true);
  });

  it("occurs in sentences, page by page, also of one file and one speaker", async () => {
    const all = await workspace.explore.occurrences("sleep", { limit: 100 });
    has(api.listing(api.occurrence), all);
    expect(all.items.length).toBeGreaterThan(5);
    for (const { evidence, sentence } of all.items) {
      expect(sentence.startOffset).toBeLessThanOrEqual(evidence.startOffset);
      expect(sentence.text).toContain(evidence.text);
    }
    const first = await workspace.explore.occurrences("sleep", { limit: 2 });
    const next = await workspace.explore.occurrences("sleep", { limit: 100, cursor: first.next ?? "" });
    expect([...first.items, ...next.items]).toEqual(all.items);
    const file = all.items.at(-1)?.evidence.file ?? "";
    const inFile = all.items.filter(({ evidence }) => evidence.file === file);
    expect((await workspace.explore.occurrences("sleep", { limit: 100, file })).items).toEqual(inFile);
    const speaker = inFile[0]?.evidence.speaker ?? "";
    const said = await workspace.explore.occurrences("sleep", { limit: 100, speaker });
    expect(said.items).toEqual(all.items.filter(({ evidence }) => evidence.speaker === speaker));
  });

  it("is refused with a hint if there is none with the name", async () => {
    expect(await workspace.explore.entity("no such name at all")).toBeNull();
    await expect(workspace.explore.occurrences("sleeep")).rejects.toThrow(/Did you mean|Search for/);
    await expect(workspace.explore.occurrences("sleeep")).rejects.toBeInstanceOf(ColloquyError);
  });
});

describe("a part of the graph of the sample", () => {
  it("starts with the best supported claims, from entities, and from words", async () => {
    const [sleep] = await listed(400).then((rows) => rows.filter(({ name }) => name === "sleep"));
    for (const start of [{ telling: true }, { entities: [sleep?.id ?? ""] }, { words: "sleep and stress" }] as const) {
      const part = await workspace.explore.part({ start, limit: 30 });
      has(api.graphPart, part);
      const ids = new Set(part.nodes.map(({ id }) => id));
      expect(ids.size).toBe(part.nodes.length);
      expect(part.nodes.length).toBeGreaterThan(1);
      expect(part.nodes.length).toBeLessThanOrEqual(30);
      expect(part.edges.length).toBeGreaterThan(0);
      for (const { source, target, count, support } of part.edges) {
        expect(ids.has(source) && ids.has(target)).toBe(true);
        expect(support.reduce((sum, each) => sum + each.count, 0)).toBe(Math.min(50, count));
      }
    }
  });

  it("grows by entities that are not shown yet, with their relationships to those that are", async () => {
    const first = await workspace.explore.part({ start: { telling: true }, limit: 10 });
    const known = first.nodes.map(({ id }) => id);
    const more = await workspace.explore.part({ start: { telling: true }, known, limit: 10 });
    expect(more.nodes.some(({ id }) => known.includes(id))).toBe(false);
    const added = new Set(more.nodes.map(({ id }) => id));
    for (const { source, target } of more.edges) expect(added.has(source) || added.has(target)).toBe(true);
  });

  it("is a path between two entities", async () => {
    const { edges, nodes } = await workspace.explore.part({ start: { telling: true }, limit: 60 });
    const [edge] = edges;
    const near = await workspace.explore.path(edge?.source ?? "", edge?.target ?? "");
    has(api.graphPart, near);
    expect(near.nodes.map(({ id }) => id)).toEqual([edge?.source, edge?.target]);
    expect(near.edges).toHaveLength(1);
    const isolated = (await listed(400)).find(({ id }) => !nodes.some((node) => node.id === id));
    const none = await workspace.explore.path(edge?.source ?? "", isolated?.id ?? "");
    expect(none.nodes).toEqual([]);
  });
});

it("suggests entities and transcripts for typed words", async () => {
  const found = await workspace.explore.suggest("slee");
  has(api.suggestions, found);
  expect(found.entities[0]?.name).toBe("sleep");
  expect((await workspace.explore.suggest("mornings")).transcripts.length).toBeGreaterThan(0);
  expect(await workspace.explore.suggest("  ")).toEqual({ entities: [], transcripts: [] });
});

it("lists the kept answers, the latest first", async () => {
  expect(await workspace.explore.answers()).toEqual({ items: [], next: null });
  for (const question of ["What helps sleep?", "Who speaks about maps?"]) await workspace.ask(question);
  const found = await workspace.explore.answers();
  has(api.listing(api.keptAnswer), found);
  expect(found.items.map(({ question }) => question)).toEqual(["Who speaks about maps?", "What helps sleep?"]);
  const { items, next } = await workspace.explore.answers({ limit: 1 });
  expect(items).toEqual(found.items.slice(0, 1));
  expect(await workspace.explore.answers({ cursor: next ?? "" })).toEqual({ items: found.items.slice(1), next: null });
});
