import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../src/adapters/sqlite/lock.ts";
import { type IngestResult, open, project, type ProjectOptions, type RunEvent, verify } from "../src/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../src/testing/index.ts";
import { digestOfExport, IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";
import { instead } from "./verify-fixture.ts";

/** A workspace that each test copies. */
let original: IngestFixture;
let digest: string;
beforeAll(async () => {
  original = new IngestFixture();
  for (const seed of [1, 2]) original.writeTalk(`talk-${seed}.txt`, seed, 24);
  folder = original;
  ({ digest } = await ingest());
});
afterAll(() => original[Symbol.dispose]());

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  for (const name of ["talks", "data"]) cpSync(join(original.root, name), join(folder.root, name), { recursive: true });
});
afterEach(() => folder[Symbol.dispose]());

const file = (name: string): string => join(folder.dataDir, "talks", name);

function ingest(options: Parameters<IngestFixture["ingest"]>[0] = {}): Promise<IngestResult> {
  return folder.ingest({
    environment: {},
    ...options,
    ports: { extractor: new ScriptedExtractor(), ...options.ports },
  });
}

function projectTalks(options: ProjectOptions = {}) {
  return project({
    workspace: "talks",
    dataDir: folder.dataDir,
    outputDir: join(folder.root, "metrics"),
    environment: {},
    ...options,
  });
}

async function exported(): Promise<string> {
  await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
  return await digestOfExport(workspace.exportRows("canonical"));
}

describe("project", () => {
  it("writes nothing when nothing is missing", async () => {
    const result = await projectTalks();
    expect(result).toMatchObject({
      workspace: "talks",
      digest,
      stores: [
        { store: "embedded", holds: "graph", rows: 0 },
        { store: "embedded", holds: "vectors", rows: 0 },
      ],
    });
  });

  it.each([
    ["missing", (path: string) => rmSync(path)],
    ["cut off", (path: string) => truncateSync(path, 20_000)],
    ["whole", () => undefined],
  ])("rebuilds both files when they are %s", async (_, spoil) => {
    for (const name of ["graph.db", "vectors.db"]) spoil(file(name));
    const { stores } = await projectTalks({ to: ["embedded"] });
    expect(stores.map(({ holds, rows }) => ({ holds, some: rows > 0 }))).toEqual([
      { holds: "graph", some: true },
      { holds: "vectors", some: true },
    ]);
    expect(await exported()).toBe(digest);
  });

  it("does not touch a foreign file, and reports it", async () => {
    writeFileSync(file("graph.db"), "my shopping list, of more than a hundred letters ".repeat(10));
    const before = readFileSync(file("graph.db"));
    await expect(projectTalks({ to: ["embedded"] })).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(/graph\.db is not a graph store of Colloquy, but has its path; move it away/),
    });
    expect(readFileSync(file("graph.db"))).toEqual(before);
  });

  it("updates ports of the caller, and fills them again when another ledger filled them", async () => {
    const ports = { graphStore: createMemoryGraphStore(), vectorStore: createMemoryVectorStore() };
    await ports.graphStore.complete({ marker: "another ledger", epoch: { number: 3, identity: "c" } });
    // A copied folder counts as another source, so this test uses the original folder.
    rmSync(folder.dataDir, { recursive: true });
    await ingest();
    const first = await projectTalks({ ports });
    expect(first.stores.every(({ store, rows }) => store === "memory" && rows > 0)).toBe(true);
    folder.write("short.txt", "Ada: One line more.\n");
    await ingest();
    const second = await projectTalks({ ports });
    expect(second.stores.every(({ rows }) => rows > 0 && rows < 20)).toBe(true);
    const found = await verify({
      workspace: "talks",
      dataDir: folder.dataDir,
      outputDir: folder.root,
      environment: {},
      ports,
    });
    expect(found).toMatchObject({ ok: true, digest: second.digest });
  });

  it("resolves and projects the settled chunks of a stopped run, including vectors", async () => {
    rmSync(folder.dataDir, { recursive: true });
    const stop = new AbortController();
    const stopped = ingest({
      signal: stop.signal,
      onEvent: (event) => {
        if (event.event === "stage.started" && event.stage === "resolve") stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: "interrupted" });
    expect(await projectTalks()).toMatchObject({ digest });
    expect(await exported()).toBe(digest);
  });

  it("is interrupted between two batches, and continues", async () => {
    const stop = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.event === "stage.progress" && event.stage === "project") stop.abort();
    };
    await expect(projectTalks({ to: ["embedded"], signal: stop.signal, onEvent })).rejects.toMatchObject({
      code: "interrupted",
    });
    await projectTalks();
    expect(await exported()).toBe(digest);
  });

  it("waits for both stores when one fails, and writes the missing rows later", async () => {
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    const failing = instead(graphStore, {
      upsert: async () => {
        throw new Error("The disk is gone.");
      },
    });
    await expect(projectTalks({ ports: { graphStore: failing, vectorStore } })).rejects.toThrow("The disk is gone.");
    expect(await vectorStore.state()).not.toBeNull();
    const { stores } = await projectTalks({ ports: { graphStore, vectorStore } });
    expect(stores).toMatchObject([{ holds: "graph" }, { holds: "vectors", rows: 0 }]);
    expect(stores[0]?.rows).toBeGreaterThan(0);
  });

  it("works without vectors", async () => {
    rmSync(folder.dataDir, { recursive: true });
    const graphAlone = await ingest({ skipEmbeddings: true });
    const written = await projectTalks({ to: ["embedded"] });
    expect(written).toMatchObject({ digest: graphAlone.digest, stores: [{}, { rows: 0 }] });
    expect(await exported()).toBe(graphAlone.digest);
  });

  it.each([
    [{ workspace: "nobody" }, "invalid-input", /There is no workspace nobody/],
    [
      { to: ["neo4j" as const] },
      "configuration",
      /--to neo4j is not possible, because no Neo4j is configured: set NEO4J_URI/,
    ],
    [{ to: ["qdrant" as const] }, "configuration", /no Qdrant is configured: set QDRANT_URL/],
    [
      { to: ["qdrant" as const], vectors: "neo4j" as const, neo4jUri: "bolt://host" },
      "configuration",
      /--to qdrant is not possible, because the vectors are kept in Neo4j: leave out --vectors\.$/,
    ],
    [
      { to: [] },
      "configuration",
      /Expected `to` to be a list of "embedded", "neo4j", "qdrant", at least one, got \[\]/,
    ],
    [{ ports: { graphStore: {} as never } }, "configuration", /Expected `graphStore` to be an object with `prepare`/],
  ])("refuses %o", async (options, code, message) => {
    await expect(projectTalks(options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(existsSync(file("graph.db"))).toBe(true);
  });

  it("refuses a workspace during a run", async () => {
    using _held = acquireLock(file("lock"), "a run", "2026-01-01T00:00:00.000Z");
    await expect(projectTalks({ to: ["embedded"] })).rejects.toMatchObject({ code: "workspace-busy" });
    expect(existsSync(file("graph.db"))).toBe(true);
  });
});
