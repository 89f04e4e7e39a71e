import type { Schemas } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { countDimensions } from "../../src/adapters/keywords/index.ts";
import { encodeTermCounts } from "../../src/adapters/qdrant/encoded-term-counts.ts";
import { open, verify } from "../../src/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { pointId } from "../../src/adapters/qdrant/point.ts";
import { nearest } from "../../src/testing/suites/searches.ts";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { ANY, chunkOf, KIND, stateAt } from "./chunks.ts";
import { qdrantFixture } from "./fixture.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

describe.skipIf(missing !== "")(`changed chunks in Qdrant${missing}`, { timeout: 240_000 }, () => {
  it("are found by verify for every part of a point, and repaired; foreign points stay", async () => {
    await using fixture = qdrantFixture();
    using folder = new IngestFixture();
    const { client, name: workspace } = fixture;
    const collection = `${workspace}_chunks`;
    const environment = { QDRANT_URL: fixture.url };
    folder.writeTalk("talk.txt", 1, 80);
    const { digest } = await folder.ingest({ workspace, environment });
    const options = { workspace, dataDir: folder.dataDir, environment };

    const all = await client.scroll(collection, { with_payload: true, with_vector: true, limit: 100 });
    const points = all.points.filter(({ payload }) => payload?.["chunkOf"] === workspace) as Schemas["PointStruct"][];
    const [textless, renamed, unindexed, uncounted, unplaced, emptied, cut] = points;
    if (unplaced === undefined || emptied === undefined || unindexed === undefined)
      throw new Error("The talk is too short.");
    const ids = (...chosen: (typeof textless)[]) => chosen.map((point) => point?.id ?? 0);
    await client.deletePayload(collection, { keys: ["text"], points: ids(textless), wait: true });
    await client.setPayload(collection, { payload: { speakerKeys: ["nobody"] }, points: ids(renamed), wait: true });
    const dense = Object(unindexed.vector)[""] as number[];
    await client.upsert(collection, { points: [{ ...unindexed, vector: { "": dense } }], wait: true });
    await client.setPayload(collection, { payload: { terms: [1, 2] }, points: ids(uncounted), wait: true });
    await client.setPayload(collection, { payload: { transcript: "other" }, points: ids(unplaced), wait: true });
    await client.setPayload(collection, { payload: { passages: "AQID" }, points: ids(cut), wait: true });
    const noTerms = { terms: [], termTotal: 0, termCounts: encodeTermCounts(countDimensions([])) };
    const withoutTerms = { ...emptied, vector: { "": Object(emptied.vector)[""] as number[] } };
    await client.upsert(collection, {
      points: [{ ...withoutTerms, payload: { ...emptied.payload, ...noTerms } }],
      wait: true,
    });
    const copies = [7, "00000000-0000-0000-0000-000000000001"].map((id) => ({ ...unplaced, id }));
    const theirs = { id: 8, vector: unplaced.vector, payload: { workspace, mine: true } };
    await client.upsert(collection, { points: [...copies, theirs], wait: true });

    const found = await verify(options);
    const vectors = found.stores.find(({ holds }) => holds === "vectors");
    expect(vectors).toMatchObject({ ok: false, missing: 0, changed: 7, extra: 2, doubled: 0 });
    expect(await verify({ ...options, repair: true })).toMatchObject({ ok: true, digest });
    expect(await verify(options)).toMatchObject({ ok: true, digest });
    expect((await client.retrieve(collection, { ids: [7, 8] })).map(({ id, payload }) => [id, payload])).toEqual([
      [8, theirs.payload],
    ]);
    await using opened = await open(workspace, { dataDir: folder.dataDir, environment });
    const hits = await opened.search("sleep habits", { limit: 100, speaker: "ada" });
    expect(hits).toHaveLength(points.length);
  });

  it("stop a search with a sentence if their terms cannot be read, by words and by meaning", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    const chunks = ["a", "b"].map((word) => chunkOf("one", word, { terms: [word, "all"] }));
    await store.upsert(chunks);
    await store.complete(stateAt(1));
    const { client, name } = fixture;
    const point = pointId(chunks[0]?.row.id ?? "") ?? 0;
    await client.setPayload(`${name}-one_chunks`, { payload: { termCounts: "~" }, points: [point], wait: true });
    const sentence = `Point ${point} in Qdrant was changed and cannot be read (its terms cannot be read). Run \`colloquy verify --repair\`.`;
    const query = { terms: ["all"], ...ANY, named: [] };
    const vector = Float32Array.of(1, 0, 0, 0);
    for (const each of [
      { ...query, vector: null, beyondTerms: null },
      { ...query, vector, beyondTerms: { ids: [] } },
    ])
      await expect(store.candidates(each)).rejects.toMatchObject({ code: "store", message: sentence });
    expect(await nearest(store, vector, ANY)).toHaveLength(2);
  });
});
