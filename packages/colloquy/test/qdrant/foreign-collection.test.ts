import { existsSync } from "node:fs";
import path from "node:path";
import type { Schemas } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { checkQdrant } from "../../src/adapters/qdrant/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { ANY, KIND, chunkOf } from "./chunks.ts";
import { matching, nearest } from "../../src/testing/suites/searches.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const SPARSE = { sparse_vectors: { bm25: {} } } as const;

const FOREIGN: readonly (readonly [what: string, made: Schemas["CreateCollection"], why: string])[] = [
  [
    "other dimensions",
    { vectors: { size: 3, distance: "Cosine" }, ...SPARSE },
    "holds vectors of 3 dimensions and cannot take those of 4 dimensions (sample/1)",
  ],
  [
    "another distance",
    { vectors: { size: 4, distance: "Dot" }, ...SPARSE },
    "uses the distance Dot; Colloquy needs Cosine",
  ],
  ["no sparse vector", { vectors: { size: 4, distance: "Cosine" } }, 'has no sparse vector "bm25"'],
  [
    "named vectors",
    { vectors: { dense: { size: 4, distance: "Cosine" } }, ...SPARSE },
    "was not created by Colloquy: its vectors are named or missing",
  ],
];

describe.skipIf(missing !== "")(`a foreign collection of Qdrant${missing}`, () => {
  for (const [what, made, why] of FOREIGN) {
    it(`is rejected with a way out and not changed when it has ${what}, even if it is empty`, async () => {
      await using fixture = qdrantFixture();
      const { client, name, url } = fixture;
      const collection = `${name}_theirs`;
      await client.createCollection(collection, made);
      const before = await client.getCollection(collection);
      await using store = fixture.open("one", { collection });
      await expect(store.prepare(KIND)).rejects.toMatchObject({
        code: "store",
        message: `The collection ${collection} of Qdrant at ${url} ${why}. Name another collection with --qdrant-collection, or delete this collection if it is not needed.`,
      });
      await expect(store.upsert([chunkOf("one", "a")])).rejects.toMatchObject({ code: "store" });
      await store.clear();
      expect(await client.getCollection(collection)).toEqual(before);
    });
  }

  it.each([
    ["its sparse vector has the modifier idf", { bm25: { modifier: "idf" } }, null],
    ["its chunks have the payload key passageOf", { bm25: {} }, "passageOf"],
  ] as const)("is rejected with another way out, and not changed, when %s", async (why, sparse_vectors, field_name) => {
    await using fixture = qdrantFixture();
    const { client, name, url } = fixture;
    const collection = `${name}-one_chunks`;
    await client.createCollection(collection, { vectors: { size: 4, distance: "Cosine" }, sparse_vectors });
    if (field_name !== null)
      await client.createPayloadIndex(collection, { field_name, field_schema: "keyword", wait: true });
    const before = await client.getCollection(collection);
    const refusal = {
      code: "store",
      message: `The collection ${collection} of Qdrant at ${url} was created by an earlier version of Colloquy: ${why}. Name another collection with --qdrant-collection, or delete this collection and run \`colloquy project --to qdrant\`, which fills a new one from the ledger.`,
    };
    await using store = fixture.open();
    await store.clear();
    for (const kind of [KIND, { dimensions: 5, profile: "sample/2" }])
      await expect(store.prepare(kind)).rejects.toMatchObject(refusal);
    await expect(matching(store, ["a"], ANY)).rejects.toMatchObject(refusal);
    expect(await client.getCollection(collection)).toEqual(before);
  });

  it("is rejected with the same message when it is searched", async () => {
    await using fixture = qdrantFixture();
    const collection = `${fixture.name}_theirs`;
    await fixture.client.createCollection(collection, { vectors: { dense: { size: 4, distance: "Cosine" } } });
    await using store = fixture.open("one", { collection });
    const refusal = {
      code: "store",
      message: `The collection ${collection} of Qdrant at ${fixture.url} was not created by Colloquy: its vectors are named or missing. Name another collection with --qdrant-collection, or delete this collection if it is not needed.`,
    };
    await expect(nearest(store, Float32Array.of(1, 0, 0, 0), ANY)).rejects.toMatchObject(refusal);
    await expect(matching(store, ["a"], ANY)).rejects.toMatchObject(refusal);
    await expect(store.documentFrequencies(["a"])).rejects.toMatchObject(refusal);
  });

  it("is rejected for any wrong shape before the dimensions are known", async () => {
    await using fixture = qdrantFixture();
    using folder = new IngestFixture();
    folder.writeTalk("talk.txt", 1, 2);
    const dense = { vectors: { size: 4, distance: "Cosine" } } as const;
    const shapes: readonly (readonly [made: Schemas["CreateCollection"], why: string])[] = [
      [{ ...dense, sparse_vectors: { bm25: { modifier: "idf" } } }, "has the modifier idf"],
      [dense, 'has no sparse vector "bm25"'],
    ];
    for (const [index, [made, why]] of shapes.entries()) {
      const workspace = `${fixture.name}-${index}`;
      await fixture.client.createCollection(`${workspace}_chunks`, made);
      const refusal = { code: "store", message: expect.stringContaining(why) };
      await expect(checkQdrant(fixture.settings(), { workspace, vectors: null })).rejects.toMatchObject(refusal);
      const environment = { QDRANT_URL: fixture.url };
      await expect(folder.ingest({ workspace, environment })).rejects.toMatchObject(refusal);
      expect(existsSync(path.join(folder.dataDir, workspace))).toBe(false);
    }
  });

  it("is rejected when it holds another model's vectors, of this workspace or another", async () => {
    await using fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    await using one = fixture.open("one", shared);
    await using two = fixture.open("two", shared);
    await one.prepare(KIND);
    await one.upsert([chunkOf("one", "a")]);
    const refusal = /holds vectors of sample\/1 and cannot take those of sample\/2 \(4 dimensions\)/;
    await expect(two.prepare({ ...KIND, profile: "sample/2" })).rejects.toThrow(
      `Name another collection with --qdrant-collection, or, if it holds only the workspace ${fixture.name}-two, rebuild it with \`colloquy project --to qdrant\`.`,
    );
    await expect(one.prepare({ ...KIND, profile: "sample/2" })).rejects.toThrow(refusal);
    await two.prepare(KIND);
    expect(await one.count()).toBe(1);
  });
});
