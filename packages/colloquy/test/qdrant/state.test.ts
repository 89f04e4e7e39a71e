import type { Schemas } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { allRows, KIND, chunkOf, stateAt } from "./chunks.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const STATE = stateAt(3);

describe.skipIf(missing !== "")(`the completion state of a workspace in Qdrant${missing}`, () => {
  it("is lost with a deleted collection, which is then filled again", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.upsert([chunkOf("one", "a")]);
    await store.complete(STATE);
    await fixture.client.deleteCollection(`${fixture.name}-one_chunks`);

    await using again = fixture.open();
    expect(await again.state()).toBeNull();
    expect([await again.count(), await again.files(), await allRows(again.rows())]).toEqual([0, [], []]);
    await again.prepare(KIND);
    expect(await again.state()).toBeNull();
    await again.upsert([chunkOf("one", "a")]);
    await again.complete(STATE);
    expect(await again.state()).toEqual(STATE);
  });

  it("is lost with a collection that was deleted after a crashed projection", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.complete(STATE);
    await store.upsert([chunkOf("one", "a")]);
    expect(await store.count()).toBe(1);
    await fixture.client.deleteCollection(`${fixture.name}-one_chunks`);
    await store.prepare(KIND);
    expect(await store.state()).toBeNull();
  });

  it("is not valid after a chunk was deleted", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    const chunks = [chunkOf("one", "a"), chunkOf("one", "b")];
    await store.upsert(chunks);
    await store.complete(STATE);
    await fixture.client.delete(`${fixture.name}-one_chunks`, { points: [chunks[0]?.row.id ?? ""], wait: true });
    expect(await store.state()).toBeNull();
  });

  it("is restored with an older copy of the collection, with the epoch of the copy", async () => {
    await using fixture = qdrantFixture();
    const collection = `${fixture.name}-one_chunks`;
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.begin(stateAt(3));
    await store.upsert([chunkOf("one", "a", { file: "old.vtt" })]);
    await store.complete(stateAt(3));
    const copy = await fixture.client.scroll(collection, { with_payload: true, with_vector: true, limit: 100 });
    await store.begin(stateAt(4));
    await store.upsert([chunkOf("one", "a", { file: "new.vtt" })]);
    await store.complete(stateAt(4));
    expect(await store.state()).toEqual(stateAt(4));

    const points = copy.points.map(({ id, payload, vector }) => ({ id, payload: payload ?? {}, vector: vector ?? {} }));
    await fixture.client.upsert(collection, { points: points as Schemas["PointStruct"][], wait: true });
    await using again = fixture.open();
    expect(await again.state()).toEqual(stateAt(3));
    expect(await again.files()).toEqual(["old.vtt"]);
  });

  it("stays during the next projection, so a crashed projection continues from it", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.upsert([chunkOf("one", "a")]);
    await store.complete(STATE);
    const writing = { ...STATE, writing: stateAt(4).epoch };
    await store.begin(stateAt(4));
    await store.upsert([chunkOf("one", "b"), chunkOf("one", "c")]);
    expect(await store.state()).toEqual(writing);
    await using again = fixture.open();
    expect(await again.state()).toEqual(writing);
    await again.begin(stateAt(4));
    await again.remove([chunkOf("one", "c").row.id]);
    await again.complete(stateAt(4));
    expect(await again.state()).toEqual(stateAt(4));
  });
});
