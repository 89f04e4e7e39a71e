import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Evidence,
  compare,
  ingest,
  type IngestOptions,
  type Ledger,
  open,
  type ParsedFile,
  parseFiles,
  type Workspace,
} from "../src/index.ts";
import { createMemoryGraphStore } from "../src/testing/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
});
afterEach(() => folder[Symbol.dispose]());

const MORNING = `Ada: Wolfgang told Mirela to sleep before the exam!
Ben: Mirela listened to Hendrik about tea.
Ada: I walk the dog in the rain.
`;
const EVENING = `[00:01:05] Cleo: Wolfgang asked Hendrik for a lantern!
[00:01:20] Dan: Nobody found the lantern.
`;

async function openTalks(): Promise<Workspace> {
  folder.write("morning.txt", MORNING);
  folder.write("later/evening.txt", EVENING);
  await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
  return open("talks", { dataDir: folder.dataDir, environment: {} });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Checks that evidence has the exact words of the file at its offsets. */
function expectExact({ file, startOffset, endOffset, text }: Evidence): void {
  expect(readFileSync(join(folder.transcriptsDir, file), "utf8").slice(startOffset, endOffset)).toBe(text);
}

describe("an open workspace", () => {
  it("returns its state", async () => {
    await using workspace = await openTalks();
    expect(await workspace.status()).toMatchObject({
      workspace: "talks",
      transcripts: { parsed: 2, skipped: [] },
      chunks: { total: 2, extracted: 2, embedded: 2, pending: 0, deadLetters: 0, embeddingDeadLetters: 0 },
      vectors: 2,
    });
  });

  it("finds chunks by their words, with file, speaker and time", async () => {
    await using workspace = await openTalks();
    const [best, ...rest] = await workspace.search("lantern");
    expect(best).toMatchObject({ file: "later/evening.txt", startMs: expect.any(Number) });
    expect(["Cleo", "Dan"]).toContain(best?.speaker);
    expect(best?.text).toContain("Nobody found the lantern.");
    expect(rest).toEqual([]);
    expect(await workspace.search("zeppelin")).toEqual([]);
  });

  it("limits a search to files and speakers", async () => {
    await using workspace = await openTalks();
    const files = async (options: Parameters<Workspace["search"]>[1]) =>
      (await workspace.search("Wolfgang Hendrik", options)).map(({ file }) => file);
    expect((await files({})).toSorted()).toEqual(["later/evening.txt", "morning.txt"]);
    expect(await files({ files: ["later/*.txt"] })).toEqual(["later/evening.txt"]);
    expect(await files({ speaker: "ben" })).toEqual(["morning.txt"]);
    expect(await files({ limit: 1 })).toHaveLength(1);
    expect(await files({ files: ["nowhere.txt"] })).toEqual([]);
    await workspace.requireFiles(["nowhere.txt", "*.txt"]);
    await expect(workspace.requireFiles(["later/evenings.txt"])).rejects.toMatchObject({
      code: "invalid-input",
      message: 'No transcript matches later/evenings.txt. Did you mean "later/evening.txt"?',
    });
  });

  it("refuses a search without words", async () => {
    await using workspace = await openTalks();
    await expect(workspace.search("  ")).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("lists entities, the most mentioned first, and finds one by name without case, or by id", async () => {
    await using workspace = await openTalks();
    const entities = await workspace.entities();
    const names = entities.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["Wolfgang", "Mirela", "Hendrik", "Ada", "Ben", "Cleo", "Dan"]));
    const counts = entities.map(({ mentions }) => mentions);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
    expect(await workspace.entities({ limit: 2 })).toEqual(entities.slice(0, 2));
    expect(await workspace.entities({ type: "Place" })).toEqual([]);

    const wolfgang = await workspace.entity("wolfGANG");
    expect(wolfgang).toMatchObject({ name: "Wolfgang", type: "Person", mentions: 2, transcripts: 2 });
    expect(await workspace.entity(wolfgang?.id ?? "")).toEqual(wolfgang);
    expect(await workspace.entity("Nobody Known")).toBeNull();
  });

  it("shows an entity with its relationships, quotes and their exact words", async () => {
    await using workspace = await openTalks();
    const detail = await workspace.show("Wolfgang");
    expect(detail).toMatchObject({ name: "Wolfgang", mentions: 2, transcripts: ["later/evening.txt", "morning.txt"] });
    const ends = detail?.relationships.map(({ type, direction, other }) => `${direction} ${type} ${other.name}`);
    expect(ends?.toSorted()).toEqual(["out INFLUENCES Hendrik", "out INFLUENCES Mirela"]);
    const evidence = detail?.relationships.flatMap((each) => each.evidence) ?? [];
    expect(evidence.map(({ speaker, startMs }) => `${speaker} ${startMs}`).toSorted()).toEqual([
      "Ada null",
      "Cleo 65000",
    ]);
    for (const each of evidence) expectExact(each);
    expect(detail?.quotes.map(({ text, about }) => [text, about])).toEqual([
      ["Wolfgang asked Hendrik for a lantern!", ["Wolfgang"]],
      ["Wolfgang told Mirela to sleep before the exam!", ["Wolfgang"]],
    ]);
    expect(await workspace.show("Nobody Known")).toBeNull();
  });

  it("finds an entity by another form of its name, as resolution does", async () => {
    await using workspace = await openTalks();
    for (const form of ["  wolfgang ", "Wolfgangs", "WOLFGANG!", "Mr. Wolfgang", "the Wolfgang"])
      expect((await workspace.entity(form))?.name, form).toBe("Wolfgang");
    folder.write("ann.txt", "Ann Lee: Hendrik spoke.\nBo Diaz: Mirela listened.\n");
    await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    for (const form of ["  ann   lee ", "ann-lee", "Dr. Ann Lee"])
      expect((await workspace.show(form))?.name, form).toBe("Ann Lee");
  });

  it("suggests names that contain the words, the most mentioned first, or the nearest spelling", async () => {
    await using workspace = await openTalks();
    for (const [file, people] of Object.entries({ a: ["Ann"], b: ["Ann", "Cy"], c: ["Ann", "Cy", "Bo", "Di"] }))
      folder.write(`${file}.txt`, people.map((name) => `${name} Lee: Hendrik spoke.\n`).join(""));
    await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    expect(await workspace.suggestNames("lee")).toEqual(["Ann Lee", "Cy Lee", "Bo Lee"]);
    expect(await workspace.suggestNames("LEE ann")).toEqual(["Ann Lee"]);
    expect(await workspace.suggestNames("Wolfgagn")).toEqual(["Wolfgang"]);
    expect(await workspace.suggestNames("zzz")).toEqual([]);
  });

  it("shows the most mentioned entity of a name, and lists its namesakes", async () => {
    await using workspace = await openTalks();
    for (const [file, turns] of [
      ["x.txt", 5],
      ["y.txt", 150],
      ["z.txt", 75],
    ] as const)
      folder.write(file, "Speaker 1: Hendrik spoke.\nSpeaker 2: Mirela listened.\n".repeat(turns));
    await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    const detail = await workspace.show("speaker 1");
    expect(detail).toMatchObject({ transcripts: ["y.txt"] });
    expect(detail?.namesakes).toMatchObject([
      { name: "Speaker 1", type: "Person", transcripts: ["z.txt"] },
      { name: "Speaker 1", type: "Person", transcripts: ["x.txt"] },
    ]);
    const other = await workspace.show(detail?.namesakes[0]?.id ?? "");
    expect(other).toMatchObject({ transcripts: ["z.txt"], namesakes: [] });
    expect((await workspace.show("Wolfgang"))?.namesakes).toEqual([]);
  });

  it("shows the speaker of a quote, and lists quotes by speaker and by subject", async () => {
    await using workspace = await openTalks();
    expect((await workspace.show("Ada"))?.quotes.map(({ text }) => text)).toEqual([
      "Wolfgang told Mirela to sleep before the exam!",
    ]);
    expect(await workspace.quotes()).toHaveLength(2);
    expect(await workspace.quotes({ speaker: "Cleo" })).toMatchObject([{ evidence: { file: "later/evening.txt" } }]);
    expect(await workspace.quotes({ about: "Wolfgang", limit: 1 })).toHaveLength(1);
    expect(await workspace.quotes({ about: "Nobody Known" })).toEqual([]);
  });

  it("returns neighbours, the nearest first, each once", async () => {
    await using workspace = await openTalks();
    const near = await workspace.neighbours("Wolfgang");
    expect(near.map(({ entity, distance }) => `${entity.name} ${distance}`).toSorted()).toEqual([
      "Hendrik 1",
      "Mirela 1",
    ]);
    const far = await workspace.neighbours("Wolfgang", { depth: 3 });
    expect(new Set(far.map(({ entity }) => entity.id)).size).toBe(far.length);
    expect(far.slice(0, 2)).toEqual(near);
    expect(await workspace.neighbours("Wolfgang", { limit: 1 })).toHaveLength(1);
    expect(await workspace.neighbours("Nobody Known")).toEqual([]);
  });

  it("returns the evidence of a relationship and the mentions of an entity", async () => {
    await using workspace = await openTalks();
    const [relationship] = await workspace.relationships({ entity: "Mirela", type: "INFLUENCES" });
    const words = await workspace.evidence(relationship?.id ?? "");
    expect(words.length).toBe(relationship?.count);
    for (const each of words) expectExact(each);
    const wolfgang = await workspace.entity("Wolfgang");
    const mentions = await workspace.evidence(wolfgang?.id ?? "");
    expect(mentions.map(({ text }) => text)).toEqual(["Wolfgang", "Wolfgang"]);
    for (const each of mentions) expectExact(each);
  });

  it("reads every row of a kind", async () => {
    await using workspace = await openTalks();
    const files: string[] = [];
    for await (const row of workspace.rows("vector")) files.push(row.file);
    expect(files.toSorted()).toEqual(["later/evening.txt", "morning.txt"]);
    expect(await workspace.files(["evening.txt", "none.txt"])).toEqual(["later/evening.txt"]);
    let transcripts = 0;
    for await (const row of workspace.rows("transcript")) transcripts += row.kind === "transcript" ? 1 : 0;
    expect(transcripts).toBe(2);
  });

  it("is read on other threads, so that the caller's event loop stays free", async () => {
    await using workspace = await openTalks();
    for (const read of [
      () => workspace.entity("Wolfgang"),
      () => workspace.show("Wolfgang"),
      () => workspace.absentWords("lantern"),
      () => all(workspace.rows("chunk")),
    ]) {
      await read();
      const ended = vi.fn();
      const reading = read().then(ended);
      // Work on this thread would end within these turns of the event loop. A message of another thread would not
      // arrive.
      for (let turn = 0; turn < 1_000; turn += 1) await Promise.resolve();
      expect(ended).not.toHaveBeenCalled();
      await reading;
    }
  });

  it("rejects a read with an aborted signal, and completes the next read", async () => {
    await using workspace = await openTalks();
    const abortion = new AbortController();
    await workspace.entity("Wolfgang");
    const reading = workspace.show("Wolfgang", { signal: abortion.signal });
    abortion.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    await expect(workspace.search("lantern", { signal: abortion.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    await expect(workspace.listTranscripts({ signal: abortion.signal })).rejects.toMatchObject({ name: "AbortError" });
    await expect(workspace.listSpeakers({ signal: abortion.signal })).rejects.toMatchObject({ name: "AbortError" });
    expect((await workspace.show("Wolfgang"))?.name).toBe("Wolfgang");
  });

  it("returns a transcript in pages, and chunks with their neighbours", async () => {
    await using workspace = await openTalks();
    const long = Array.from({ length: 120 }, (_, n) => `Ada: Sentence ${n} speaks of lanterns and of the sea.`);
    folder.write("long.txt", `${long.join("\n")}\n`);
    await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    const { items } = await workspace.listTranscripts();
    const id = items.find(({ file }) => file === "long.txt")?.id ?? "";
    const whole = await workspace.readTranscript(id);
    expect(whole.items.map(({ text }) => text).join("\n")).toBe(long.join("\n"));
    expect(whole.items.length).toBeGreaterThan(2);
    const first = await workspace.readTranscript(id, { limit: 1 });
    const rest = await workspace.readTranscript(id, { cursor: first.next ?? "" });
    expect([...first.items, ...rest.items]).toEqual(whole.items);
    expect(rest.next).toBeNull();
    expect(await workspace.readTranscript("unknown")).toEqual({ items: [], next: null });

    const ids = whole.items.map((chunk) => chunk.id);
    const around = await workspace.chunksInContext([ids[1] ?? "", "unknown", ids[0] ?? ""], { after: 0 });
    expect(around.map((chunks) => chunks.map((chunk) => chunk.id))).toEqual([ids.slice(0, 2), [], ids.slice(0, 1)]);
    expect(around[0]?.[0]?.turns[0]).toMatchObject({ speaker: "Ada" });
  });

  it("can be read during a run", async () => {
    await using workspace = await openTalks();
    const before = (await workspace.status()).chunks.total;
    folder.writeTalk("third.txt", 3);
    const seen: number[] = [];
    const extractor = new ScriptedExtractor({
      script: async () => {
        seen.push((await workspace.status()).chunks.total);
        expect(await workspace.entity("Wolfgang")).not.toBeNull();
      },
    });
    const result = await folder.ingest({ ports: { extractor } });
    expect(seen.at(-1)).toBe(result.chunks.total);
    expect(result.chunks.total).toBeGreaterThan(before);
    expect((await workspace.status()).digest).toBe(result.digest);
    expect(await workspace.entity("Osvaldo")).not.toBeNull();
  });

  it("returns empty results before the first projection", async () => {
    folder.writeTalk("talk.txt", 1);
    const interruption = new AbortController();
    const extractor = new ScriptedExtractor({ script: () => interruption.abort() });
    const stopped = folder.ingest({ ports: { extractor }, signal: interruption.signal });
    await expect(stopped).rejects.toMatchObject({ code: "interrupted" });
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    expect(await workspace.search("sleep")).toEqual([]);
    expect(await workspace.show("Ada")).toBeNull();
    expect(await workspace.entities()).toEqual([]);
    expect((await workspace.status()).chunks.total).toBeGreaterThan(0);
  });

  it("refuses to export or compare a store that is empty or holds rows of another ledger", async () => {
    await using workspace = await openTalks();
    expect(await all(workspace.rows("transcript"))).toHaveLength(2);
    const graphStore = createMemoryGraphStore();
    const strange = { dataDir: folder.dataDir, ports: { graphStore } };
    await using empty = await open("talks", strange);
    await expect(empty.requireGraph()).rejects.toMatchObject({ code: "store", exitCode: 1 });
    await expect(all(empty.exportRows("canonical"))).rejects.toThrow(
      /The graph of workspace talks is missing or incomplete in/,
    );
    await graphStore.complete({ marker: "another", epoch: { number: 1, identity: "a" } });
    await using other = await open("talks", strange);
    await expect(compare(workspace, other)).rejects.toThrow(/does not match the ledger of workspace talks/);
    expect(await other.show("Ada")).toBeNull();
  });

  it("does not exist before the first ingestion", async () => {
    await expect(open("nothing", { dataDir: folder.dataDir, environment: {} })).rejects.toMatchObject({
      code: "invalid-input",
      exitCode: 2,
      message: expect.stringContaining("There is no workspace nothing"),
    });
    await expect(open("../x", { dataDir: folder.dataDir, environment: {} })).rejects.toMatchObject({
      code: "invalid-input",
    });
  });
});

describe("invalid options", () => {
  it.each([
    [undefined, "Expected the options of ingest to be an object, got undefined."],
    [{ workspace: "talks" }, "Expected `transcriptsDir` to be the path of a folder, got undefined."],
    [{ transcriptsDir: 7 }, "Expected `transcriptsDir` to be the path of a folder, got 7."],
    [{ transcriptDir: "x" }, "ingest has no option `transcriptDir`. Did you mean `transcriptsDir`?"],
    [{ transcriptsDir: "x", include: "*.vtt" }, "Expected `include` to be a list of globs, got '*.vtt'."],
    [{ transcriptsDir: "x", limit: 0 }, "Expected `limit` to be a whole number of at least 1, got 0."],
    [{ transcriptsDir: "x", force: "yes" }, "Expected `force` to be true or false, got 'yes'."],
    [{ transcriptsDir: "x", signal: {} }, "Expected `signal` to be an AbortSignal, got {}."],
    [{ transcriptsDir: "x", ports: { extracter: {} } }, "ports has no option `extracter`. Did you mean `extractor`?"],
    [{ transcriptsDir: "x", ports: { extractor: {} } }, "Expected `extractor` to be an object with `extract`, got {}."],
  ])("are refused by ingest: %o", async (options, message) => {
    await expect(ingest(options as unknown as IngestOptions)).rejects.toMatchObject({
      code: "configuration",
      exitCode: 2,
      message,
    });
  });

  it("are refused by open", async () => {
    const opening = (options: object) => open("talks", options);
    await expect(opening({ datadir: "x" })).rejects.toThrow("open has no option `datadir`. Did you mean `dataDir`?");
    await expect(opening({ ports: { graphStore: 1 } })).rejects.toThrow(/^Expected `graphStore` to be an object with/);
    await expect(open(undefined as unknown as string)).rejects.toMatchObject({ code: "invalid-input" });
  });
});

describe("the library's types", () => {
  it("include the result types of a ledger", () => {
    type Summary = Awaited<ReturnType<Ledger["resolve"]>>;
    const isDone = ({ finished, remaining }: Summary): boolean => finished && remaining === 0;
    expect(isDone({ finished: true, remaining: 0, changedRows: 1, epoch: { number: 1, identity: "a" } })).toBe(true);
  });
});

describe("parsing", () => {
  it("yields the turns of each file, or the reason why it was skipped", async () => {
    folder.write("morning.txt", MORNING);
    folder.write("empty.txt", "");
    const paths = ["morning.txt", "empty.txt", "missing.txt"].map((file) => join(folder.transcriptsDir, file));
    const parsed: ParsedFile[] = [];
    for await (const each of parseFiles(paths)) parsed.push(each);
    const [morning, empty, missing] = parsed;
    expect(morning).toMatchObject({ turns: [{ turn: 0, speaker: "Ada" }, { turn: 1, speaker: "Ben" }, { turn: 2 }] });
    expect(morning).toHaveProperty("turns.0.text", "Wolfgang told Mirela to sleep before the exam!");
    expect(empty).toHaveProperty("skipped");
    expect(missing).toHaveProperty("skipped");
  });
});
