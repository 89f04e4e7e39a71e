import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { VectorStore } from "../../src/ports/index.ts";
import { createMemoryVectorStore } from "../../src/testing/index.ts";
import { open, verify } from "../../src/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { serverControls } from "../servers.ts";
import { freePort } from "./free-port.ts";
import { qdrantFixture } from "./fixture.ts";
import { ANY, KIND, chunkOf, stateAt } from "./chunks.ts";

const control = serverControls().qdrant;
const missing = control === null ? " (COLLOQUY_TEST_QDRANT_CONTROL is not set: no Qdrant to start)" : "";

/** A Qdrant in strict mode: `filters` refuses filters without an index, `exact` refuses exact counts and searches. */
async function strictQdrant(strict: string): Promise<AsyncDisposable & { readonly url: string }> {
  const run = async (...args: readonly string[]) =>
    promisify(execFile)(control ?? "", args, { env: { ...process.env, QDRANT_STANDIN_STRICT: strict } });
  const folder = await mkdtemp(path.join(tmpdir(), "colloquy-qdrant-"));
  const port = String(await freePort());
  await run("start", "--port", port, "--data", folder);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await run("stop", "--port", port);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe.skipIf(missing !== "")(`a Qdrant in strict mode${missing}`, { timeout: 240_000 }, () => {
  it("accepts a whole job: ingest, search, verify, repair, new files", async () => {
    await using server = await strictQdrant("filters,exact");
    using folder = new IngestFixture();
    for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed, 20);
    const environment = { QDRANT_URL: server.url };
    const { digest } = await folder.ingest({ environment });
    const options = { workspace: "talks", dataDir: folder.dataDir, environment };
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment });
    expect(await workspace.search("sleep")).not.toEqual([]);
    const inFile = await workspace.search("sleep", { files: ["talk-1.txt"] });
    expect(new Set(inFile.map(({ file }) => file))).toEqual(new Set(["talk-1.txt"]));
    expect(await workspace.search("sleep", { speaker: "ada" })).not.toEqual([]);

    await using fixture = qdrantFixture(server.url);
    const { points } = await fixture.client.scroll("talks_chunks", { with_payload: true, limit: 100 });
    expect(points.filter(({ payload }) => payload?.["claimOf"] !== undefined)).toEqual([]);
    const gone = points.find(({ payload }) => payload?.["chunkOf"] === "talks");
    await fixture.client.delete("talks_chunks", { points: [gone?.id ?? 0], wait: true });
    expect((await verify(options)).ok).toBe(false);
    expect(await verify({ ...options, repair: true })).toMatchObject({ ok: true, digest });
    folder.writeTalk("talk-3.txt", 3, 20);
    await folder.ingest({ environment });
    expect((await verify(options)).ok).toBe(true);
  });

  it.each(["filters", "filters,exact"])("returns the same results when it refuses %s", async (refused) => {
    await using server = await strictQdrant(refused);
    await using fixture = qdrantFixture(server.url);
    const shared = { collection: `${fixture.name}_shared` };
    await using one = fixture.open("one", shared);
    await using two = fixture.open("two", shared);
    await using memory = createMemoryVectorStore();
    const chunks = ["a", "b", "c"].map((word) => chunkOf("one", word, { terms: [word, "all"], file: `${word}.txt` }));
    for (const store of [one, memory]) {
      await store.prepare(KIND);
      await store.upsert(chunks);
      await store.complete(stateAt(1));
    }
    await two.prepare(KIND);
    await two.upsert([chunkOf("two", "b")]);
    await expect(one.examine({ dimensions: 5, profile: "other" })).rejects.toMatchObject({ code: "store" });
    expect([await one.state(), await one.count(), await one.files()]).toEqual([
      await memory.state(),
      await memory.count(),
      await memory.files(),
    ]);
    expect(await one.documentFrequencies(["a", "all"])).toEqual([1, 3]);
    const query = { terms: ["a", "all"], vector: Float32Array.of(1, 0, 0, 0), ...ANY, named: ["c.txt"] };
    const found = async (store: VectorStore) =>
      (await store.candidates({ ...query, beyondTerms: { ids: chunks.map(({ row }) => row.id) } }))
        .map(({ id, words }) => `${id} ${words.toFixed(6)}`)
        .sort();
    expect(await found(one)).toEqual(await found(memory));
    await one.clear();
    expect([await one.count(), await two.count()]).toEqual([0, 1]);
    await two.clear();
    await using own = fixture.open("own");
    for (const dimensions of [4, 5]) await own.prepare({ ...KIND, dimensions });
  });
});
