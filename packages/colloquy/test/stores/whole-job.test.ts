import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Workspace } from "../../src/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import { digestOfExport, talk } from "../ingest-fixture.ts";
import { canonicalLines, NO_SERVERS, PATIENCE_MS, ServerFixture, SKIPPED } from "./server-fixture.ts";

const FILES = { transcriptsDir: join(import.meta.dirname, "../../../../examples", "transcripts") };
const QUESTIONS = ["habit", "sleep debt", "what do nurses need at night", "poster"];

/** A workspace's data as a reader sees it. */
async function seen(workspace: Workspace) {
  const best = await workspace.entities({ limit: 12 });
  const hits = QUESTIONS.map(async (words) => {
    const found = await workspace.search(words, { limit: 8 });
    return found.map(({ file, startOffset }) => `${file} ${startOffset}`).toSorted();
  });
  return {
    entities: best.map(({ name }) => name),
    shown: await Promise.all(best.map(({ id }) => workspace.show(id))),
    quotes: await workspace.quotes({ limit: 30 }),
    neighbours: await workspace.neighbours("sleep", { limit: 20 }),
    relationships: await workspace.relationships({ limit: 30 }),
    recurrences: await workspace.relationships({ type: "CROSS_EPISODE", limit: 30 }),
    hits: await Promise.all(hits),
  };
}

describe.skipIf(NO_SERVERS !== null)(`a whole job on Neo4j and Qdrant${SKIPPED}`, { timeout: PATIENCE_MS }, () => {
  let servers: ServerFixture;
  beforeEach(() => {
    servers = new ServerFixture();
  });
  afterEach(() => servers[Symbol.asyncDispose]());

  it("creates the same workspace as files and as stores in memory", async () => {
    const { folder } = servers;
    const result = await servers.ingest(FILES);
    const ports = { graphStore: createMemoryGraphStore(), vectorStore: createMemoryVectorStore() };
    const dataDir = servers.dataDir("files");
    const inMemory = { ports, dataDir: servers.dataDir("memory") };
    const digests = [
      (await servers.ingest({ ...FILES, environment: {}, dataDir })).digest,
      (await servers.ingest({ ...FILES, ...inMemory })).digest,
    ];
    expect(digests).toEqual([result.digest, result.digest]);

    await using onServers = await servers.open();
    await using inFiles = await servers.open({ dataDir, environment: {} });
    await using inPorts = await servers.open(inMemory);
    const expected = await canonicalLines(inFiles);
    expect(await canonicalLines(onServers)).toEqual(expected);
    expect(await canonicalLines(inPorts)).toEqual(expected);
    expect(await digestOfExport(onServers.exportRows("canonical"))).toBe(result.digest);
    const shown = await seen(inFiles);
    expect(shown.hits.every((found) => found.length > 0)).toBe(true);
    expect(await seen(onServers)).toEqual(shown);
    expect(
      readFileSync(join(folder.root, "metrics", servers.workspace(), "all_files_processings.txt"), "utf8"),
    ).toMatch(/graph: Neo4j at bolt:.*\n.*vectors: Qdrant at http:/);
  });

  it("writes nothing when nothing changed, and removes what an edit removed", async () => {
    const { folder } = servers;
    for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed, 40);
    const { digest } = await servers.ingest();
    expect(folder.eventsOf("stage.progress").some(({ stage }) => stage === "project")).toBe(true);
    expect((await servers.ingest()).digest).toBe(digest);
    expect(folder.eventsOf("stage.progress").filter(({ stage }) => stage === "project")).toEqual([]);
    expect(folder.eventsOf("warning")).toEqual([]);

    const lines = talk(1, 40).split("\n");
    folder.write("talk-1.txt", [...lines.slice(0, 9), "Ada: Yasmin told Ada that walking improves memory."].join("\n"));
    const edited = await servers.ingest();
    expect(edited.digest).not.toBe(digest);
    const dataDir = servers.dataDir("fresh");
    expect((await servers.ingest({ dataDir, environment: {} })).digest).toBe(edited.digest);
    await using onServers = await servers.open();
    await using fresh = await servers.open({ dataDir, environment: {} });
    expect(await canonicalLines(onServers)).toEqual(await canonicalLines(fresh));
  });

  it("separates workspaces that are written at the same time", async () => {
    const { folder } = servers;
    const seeds = [1, 2, 3];
    for (const seed of seeds) folder.write(`${seed}/talk.txt`, talk(seed, 20));
    const dataDir = servers.dataDir("files");
    const options = (seed: number) => ({
      workspace: servers.workspace(`w${seed}`),
      transcriptsDir: join(folder.transcriptsDir, String(seed)),
    });
    const written = await Promise.all(seeds.map((seed) => servers.ingest(options(seed))));
    for (const [index, seed] of seeds.entries()) {
      const { workspace } = options(seed);
      const alone = await servers.ingest({ ...options(seed), dataDir, environment: {} });
      expect(written[index]?.digest).toBe(alone.digest);
      await using onServers = await servers.open({ workspace });
      await using inFiles = await servers.open({ workspace, dataDir, environment: {} });
      expect(await canonicalLines(onServers)).toEqual(await canonicalLines(inFiles));
    }
  });

  it("can use one server alone, and writes to the other when it is configured", async () => {
    const { folder, environment } = servers;
    folder.writeTalk("talk.txt", 1, 30);
    const { QDRANT_URL: _, ...graphAlone } = environment;
    const { digest } = await servers.ingest({ environment: graphAlone });
    await using half = await servers.open({ environment: graphAlone });
    expect(await digestOfExport(half.exportRows("canonical"))).toBe(digest);
    expect((await servers.ingest()).digest).toBe(digest);
    await using onServers = await servers.open();
    expect(await digestOfExport(onServers.exportRows("canonical"))).toBe(digest);
  });
});

describe.skipIf(NO_SERVERS !== null)(`a reader of a server${SKIPPED}`, { timeout: PATIENCE_MS }, () => {
  let servers: ServerFixture;
  beforeEach(() => {
    servers = new ServerFixture();
    servers.folder.writeTalk("talk.txt", 1, 30);
  });
  afterEach(() => servers[Symbol.asyncDispose]());

  /** The warnings on graph and vectors; each store is opened twice. */
  async function remarks(options: Parameters<ServerFixture["open"]>[0] = {}): Promise<readonly string[]> {
    const notices: string[] = [];
    await using workspace = await servers.open({ ...options, onNotice: (sentence) => notices.push(sentence) });
    for (let time = 0; time < 2; time++) {
      await workspace.show("Ada");
      await workspace.search("sleep");
    }
    return notices;
  }

  it("gets no warning when the store is up to date", async () => {
    await servers.ingest();
    expect(await remarks()).toEqual([]);
  });

  it("gets one warning that nothing was written, with the command that fills the store", async () => {
    await servers.ingest({ environment: {} });
    const { dataDir } = servers.folder;
    const command = `Run \`colloquy project --workspace ${servers.workspace()} --data-dir ${dataDir}\` to write the rows of the ledger.`;
    expect(await remarks()).toEqual([
      `The graph of workspace ${servers.workspace()} is missing or incomplete in Neo4j. ${command}`,
      `The vectors of workspace ${servers.workspace()} are missing or incomplete in Qdrant. ${command}`,
    ]);
  });

  it("gets a warning that the store is behind the ledger", async () => {
    await servers.ingest();
    servers.folder.writeTalk("more.txt", 2, 30);
    await servers.ingest({ environment: {} });
    const [graph, vectors] = await remarks();
    expect(graph).toContain(`The graph in Neo4j is behind the ledger of workspace ${servers.workspace()}. `);
    expect(vectors).toContain(`The vectors in Qdrant are behind the ledger of workspace ${servers.workspace()}. `);
  });

  it("gets a warning that another ledger filled the store; that run warned too", async () => {
    await servers.ingest();
    expect(servers.folder.eventsOf("warning")).toEqual([]);
    const dataDir = servers.dataDir("others");
    await servers.ingest({ dataDir });
    expect(servers.folder.eventsOf("warning").map(({ message }) => message)).toEqual([
      `The rows of workspace ${servers.workspace()} in Neo4j and Qdrant are of another ledger and are replaced by the rows of this ledger. Two projects on one server need workspaces with different names (--workspace).`,
    ]);
    expect(await remarks({ dataDir })).toEqual([]);
    expect(await remarks()).toEqual([
      expect.stringContaining("The graph in Neo4j does not match the ledger of workspace") as string,
      expect.stringContaining("The vectors in Qdrant do not match the ledger of workspace") as string,
    ]);
  });
});
