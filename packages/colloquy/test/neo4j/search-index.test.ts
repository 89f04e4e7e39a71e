import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNeo4jVectorStore } from "../../src/adapters/neo4j/index.ts";
import { checkStores } from "../../src/composition/index.ts";
import { open, type OpenOptions, project, verify } from "../../src/index.ts";
import { contentId } from "../../src/model/index.ts";
import { createMemoryVectorStore } from "../../src/testing/index.ts";
import { sampleIndexedChunk } from "../../src/testing/suites/sample-rows.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { missing, serverOf, titled, Workplace } from "./workplace.ts";
import { matching, nearest } from "../../src/testing/suites/searches.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const PATIENCE = { timeout: 240_000 };

describe.skipIf(missing !== null)(titled("the search index in Neo4j"), PATIENCE, () => {
  let folder: IngestFixture;
  let place: Workplace;
  beforeEach(() => {
    folder = new IngestFixture();
    place = new Workplace();
  });
  afterEach(async () => {
    folder[Symbol.dispose]();
    await place.cypher("MATCH (n:ColloquyChunk|ColloquySearchIndex) WHERE n.workspace = $workspace DETACH DELETE n");
    await place[Symbol.asyncDispose]();
  });

  const options = () => {
    const { auth, uri } = serverOf();
    const { username, password } = auth as { readonly username: string; readonly password: string };
    const environment = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password };
    return { workspace: place.workspace, dataDir: folder.dataDir, outputDir: folder.root, environment };
  };
  const inNeo4j = () => ({ ...options(), vectors: "neo4j" as const });
  const counted = async () => {
    const [row] = await place.cypher(
      `RETURN COUNT { MATCH (:ColloquyChunk {workspace: $workspace}) } AS chunks,
        COUNT { MATCH (:Entity {workspace: $workspace}) } AS entities`,
    );
    return row as { readonly chunks: number; readonly entities: number };
  };

  it("has the chunks of a run only if it is chosen, and a search finds the same as in a file", async () => {
    folder.writeTalk("talk.txt", 1);
    await folder.ingest(options());
    expect(await counted()).toMatchObject({ chunks: 0 });
    const { dataDir, environment } = options();
    const found = async (chosen: Pick<OpenOptions, "vectors">) => {
      await using workspace = await open(place.workspace, { dataDir, environment, ...chosen });
      return (await workspace.search("sleep habits of Mirela", { limit: 5 })).map(({ chunk, score }) => [chunk, score]);
    };
    const inFile = await found({});
    const { stores } = await project(inNeo4j());
    expect(stores.map(({ store, holds }) => `${store} ${holds}`)).toEqual(["neo4j graph", "neo4j vectors"]);
    expect((await counted()).chunks).toBeGreaterThan(5);
    expect(inFile).toHaveLength(5);
    expect(await found({ vectors: "neo4j" })).toEqual(inFile);
    const checked = await checkStores(place.workspace, { dataDir, environment, vectors: "neo4j" });
    expect(checked.servers.map(({ server, fault }) => [server, fault])).toEqual([
      ["Neo4j", null],
      ["Neo4j", null],
    ]);
    expect((await checkStores(place.workspace, { dataDir, environment })).idleSecrets).toEqual([]);
  });

  it("is compared with the ledger, repaired and filled anew without a change of the graph", async () => {
    folder.writeTalk("talk.txt", 1, 160);
    await folder.ingest(inNeo4j());
    const whole = await counted();
    const spoil = (change: string, skip: number) =>
      place.cypher(
        `MATCH (n:ColloquyChunk {workspace: $workspace}) WITH n ORDER BY n.id SKIP ${skip} LIMIT 1 ${change}`,
      );
    await spoil("SET n.text = 'spoilt'", 0);
    await spoil("SET n.terms = 'a b', n.termTotal = 2", 1);
    await spoil("SET n.ordinal = toFloat(n.ordinal)", 2);
    await spoil("REMOVE n.vector", 3);
    await spoil(
      "WITH n, labels(n) AS all UNWIND all AS label WITH n, label WHERE label <> 'ColloquyChunk' REMOVE n:$(label)",
      4,
    );
    await spoil("SET n.passages = n.text", 5);
    await spoil("SET n.speakerKeys = []", 6);
    await spoil("CREATE (copy:ColloquyChunk) SET copy = n {.*, id: 'f' + n.id}", 7);
    await spoil("DETACH DELETE n", 8);
    const vectorsOf = async (repair: boolean) => (await verify({ ...inNeo4j(), repair })).stores[1];
    expect(await vectorsOf(false)).toMatchObject({ ok: false, missing: 1, changed: 7, extra: 1, doubled: 0 });
    expect(await vectorsOf(true)).toMatchObject({ ok: true });
    expect(await vectorsOf(false)).toMatchObject({ ok: true });

    await place.cypher("MATCH (n:ColloquyChunk {workspace: $workspace}) DETACH DELETE n");
    await project({ ...inNeo4j(), to: ["neo4j"] });
    expect(await counted()).toEqual(whole);
    await using store = openNeo4jVectorStore(serverOf(), { workspace: place.workspace });
    await store.clear();
    expect(await counted()).toEqual({ ...whole, chunks: 0 });
    expect((await verify(options())).stores[0]).toMatchObject({ ok: true });
  });

  it("finds the nearest of many chunks by its vector index, also beside a workspace with nearer ones", async () => {
    const workspaces = [place.workspace, `${place.workspace}-beside`];
    const at = (index: number, workspace: number) =>
      Float32Array.from({ length: 6 }, (_, n) => Math.sin((index + 1) * (n + 1) * 1.7) + (workspace === 0 ? n / 3 : 0));
    const chunks = (workspace: number) =>
      Array.from({ length: 2_100 }, (_, index) => {
        const row = sampleIndexedChunk(`${workspace} ${index}`, { vector: at(index, workspace), profile: "sample/6" });
        return { row: { ...row, text: contentId("text", index) }, terms: ["x", `t${index % 300}`] };
      });
    const kind = { dimensions: 6, profile: "sample/6" };
    const question = { limit: 10, filter: {} };
    const target = at(7, 1);
    const exact = createMemoryVectorStore();
    await exact.prepare(kind);
    await exact.upsert(chunks(0));
    const expected = await nearest(exact, target, question);
    await using one = openNeo4jVectorStore(serverOf(), { workspace: workspaces[0] ?? "" });
    await using two = openNeo4jVectorStore(serverOf(), { workspace: workspaces[1] ?? "" });
    try {
      for (const [index, store] of [one, two].entries()) {
        await store.prepare(kind);
        await store.upsert(chunks(index));
      }
      const hits = await nearest(one, target, question);
      const ids = hits.map(({ row }) => row.id);
      // The index is approximate.
      expect(expected.filter(({ row }) => ids.includes(row.id)).length).toBeGreaterThanOrEqual(9);
      expect(hits[0]?.score).toBeCloseTo(expected[0]?.score ?? Number.NaN, 5);
      for (const terms of [["t5"], ["t5", "t7", "absent"]])
        expect((await matching(one, terms, question)).map(({ row }) => row.id)).toEqual(
          (await matching(exact, terms, question)).map(({ row }) => row.id),
        );
    } finally {
      await two.clear();
    }
  });

  it("refuses vectors that no index takes, and a choice without an address", async () => {
    await using store = openNeo4jVectorStore(serverOf(), { workspace: place.workspace });
    await expect(store.prepare({ dimensions: 5_000, profile: "large/1" })).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(
        /^Neo4j at bolt:\S+ has indexes for vectors of up to 4096 dimensions, .* --dimensions/,
      ),
    });
    folder.writeTalk("talk.txt", 1, 4);
    await expect(folder.ingest({ ...inNeo4j(), environment: {} })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringMatching(/no Neo4j is configured: set NEO4J_URI or give --neo4j-uri\.$/),
    });
  });

  it("answers the Cypher of docs/stores.md", async () => {
    await folder.ingest({ ...inNeo4j(), transcriptsDir: join(ROOT, "examples", "transcripts") });
    await place.cypher("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()");
    const page = readFileSync(join(ROOT, "docs", "stores.md"), "utf8");
    const [, section = ""] = page.split("\n## The search index in Neo4j\n");
    const blocks = [
      ...section
        .split("\n## ", 1)
        .join()
        .matchAll(/```cypher\n([^`]+)```/g),
    ];
    expect(blocks).toHaveLength(2);
    for (const [, statement = ""] of blocks) {
      const rows = await place.cypher(statement.replaceAll("'sample'", "$workspace"));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row["n.text"]).toEqual(expect.any(String));
    }
  });
});
