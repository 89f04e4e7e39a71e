import type { QdrantClient } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { KIND, chunkOf, stateAt } from "./chunks.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const OTHER = { dimensions: 5, profile: "sample/2" };
const DELETE_IT = /Name another collection with --qdrant-collection, or delete this collection if it is not needed\.$/;

async function dimensionsOf(client: QdrantClient, collection: string): Promise<unknown> {
  const { vectors } = (await client.getCollection(collection)).config.params;
  return vectors?.["size"];
}

describe.skipIf(missing !== "")(`an empty collection of Qdrant with other dimensions${missing}`, () => {
  it("is created again when this workspace created it, also by another store", async () => {
    await using fixture = qdrantFixture();
    await using first = fixture.open();
    await first.prepare(KIND);
    await first.upsert([chunkOf("one", "a")]);
    await first.complete(stateAt(1));
    await using store = fixture.open();
    await expect(store.prepare(OTHER)).rejects.toThrow("rebuild it with `colloquy project --to qdrant`.");
    await store.clear();
    await store.prepare(OTHER);
    expect(await dimensionsOf(fixture.client, `${fixture.name}-one_chunks`)).toBe(5);
    expect(await store.state()).toBeNull();
    await store.prepare(KIND);
    expect(await dimensionsOf(fixture.client, `${fixture.name}-one_chunks`)).toBe(4);
  });

  it("keeps its claim when it is created again, and is not written by a replaced claim", async () => {
    await using fixture = qdrantFixture();
    await using loser = fixture.open();
    await loser.prepare(KIND);
    await loser.claim("first");
    await using winner = fixture.open();
    await winner.claim("second");
    await expect(loser.prepare(OTHER)).rejects.toMatchObject({ code: "workspace-busy" });
    expect(await dimensionsOf(fixture.client, `${fixture.name}-one_chunks`)).toBe(4);
    await winner.prepare(OTHER);
    await winner.begin(stateAt(1, "second"));
    await using next = fixture.open();
    await next.prepare(KIND);
    expect(await dimensionsOf(fixture.client, `${fixture.name}-one_chunks`)).toBe(4);
    expect(await next.claim("third")).toBe("second");
    await expect(winner.begin(stateAt(1, "second"))).rejects.toMatchObject({ code: "workspace-busy" });
  });

  it("reports a claim of another run that created it after this run's claim", async () => {
    await using fixture = qdrantFixture();
    await using early = fixture.open();
    await early.claim("first");
    await using other = fixture.open();
    await other.prepare(KIND);
    await other.claim("second");
    await expect(early.prepare(KIND)).rejects.toMatchObject({ code: "workspace-busy" });
    await other.begin(stateAt(1, "second"));
  });

  it("is rejected and kept when the user named it, because another workspace may be about to use it", async () => {
    await using fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    await using one = fixture.open("one", shared);
    await using two = fixture.open("two", shared);
    await one.prepare(KIND);
    await two.prepare(KIND);
    await expect(one.prepare(OTHER)).rejects.toThrow(DELETE_IT);
    await two.upsert([chunkOf("two", "a")]);
    expect(await two.count()).toBe(1);
  });

  it("is rejected and kept when someone else created it, even with our shape", async () => {
    await using fixture = qdrantFixture();
    const { client, name } = fixture;
    const collection = `${name}-one_chunks`;
    await client.createCollection(collection, {
      vectors: { size: 4, distance: "Cosine", on_disk: true },
      sparse_vectors: { bm25: {} },
    });
    await using store = fixture.open();
    await store.prepare(KIND);
    const before = await client.getCollection(collection);
    await expect(store.prepare(OTHER)).rejects.toThrow(DELETE_IT);
    expect(await client.getCollection(collection)).toEqual(before);
  });
});
