import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { allRows, ANY, KIND, chunkOf, stateAt } from "./chunks.ts";
import { matching, nearest } from "../../src/testing/suites/searches.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

describe.skipIf(missing !== "")(`a shared collection of Qdrant${missing}`, () => {
  it("separates two workspaces: neither sees, counts, ranks or clears the other's chunks", async () => {
    await using fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    await using one = fixture.open("one", shared);
    await using two = fixture.open("two", shared);
    await one.prepare(KIND);
    await two.prepare(KIND);
    const ofOne = ["a", "b", "c"].map((word) => chunkOf("one", word, { terms: [word, "all"] }));
    await one.upsert(ofOne);
    await one.complete(stateAt(1));
    const [before] = await matching(one, ["a"], ANY);

    const crowd = Array.from({ length: 300 }, (_, n) =>
      chunkOf("two", `crowd ${n}`, { terms: ["a", "crowd"], file: "two.vtt" }),
    );
    await two.upsert(crowd);
    await two.complete(stateAt(9, "other"));

    expect([await one.count(), await two.count()]).toEqual([3, 300]);
    expect(await one.files()).toEqual(["one.vtt"]);
    expect(await two.files()).toEqual(["two.vtt"]);
    expect(await one.documentFrequencies(["a", "all", "crowd"])).toEqual([1, 3, 0]);
    expect(await two.documentFrequencies(["a", "all"])).toEqual([300, 0]);
    const [a, ...others] = ofOne.map(({ row }) => row.id);
    expect(new Set((await nearest(one, Float32Array.of(1, 0, 0, 0), ANY)).map((hit) => hit.row.id))).toEqual(
      new Set([a, ...others]),
    );
    expect((await matching(one, ["crowd", "a"], ANY)).map((hit) => hit.row.id)).toEqual([a]);
    const [rare, common] = [await matching(one, ["a"], ANY), await matching(one, ["all"], ANY)];
    expect(rare[0]?.score).toBeGreaterThan(common[0]?.score ?? Infinity);
    expect(rare[0]?.row).toEqual(before?.row);
    expect(await one.neighbours([crowd[0]?.row.id ?? ""], { before: 0, after: 9 })).toEqual([[]]);

    await one.remove(crowd.map(({ row }) => row.id));
    expect(await two.count()).toBe(300);
    expect(await two.state()).toEqual(stateAt(9, "other"));
    await two.clear();
    expect([await one.count(), await two.count()]).toEqual([3, 0]);
    expect(await one.state()).toEqual(stateAt(1));
    expect(await two.state()).toBeNull();
  });

  it("does not take another model's vectors while other workspaces have theirs in it", async () => {
    await using fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    await using one = fixture.open("one", shared);
    await using two = fixture.open("two", shared);
    const sameSize = { ...KIND, profile: "other@1" };
    const otherSize = { dimensions: KIND.dimensions + 1, profile: "other@1" };
    await one.prepare(KIND);
    await one.upsert([chunkOf("one", "a", { terms: ["a"] })]);
    await one.examine(sameSize);
    await expect(one.examine(otherSize)).rejects.toMatchObject({ code: "store" });
    await two.prepare(KIND);
    await two.upsert([chunkOf("two", "b", { terms: ["b"] })]);
    expect(await two.count()).toBe(1);
    await expect(one.examine(sameSize)).rejects.toThrow(/holds vectors of .* and cannot take those of other@1/);
    expect([await one.count(), await two.count()]).toEqual([1, 1]);
    await using alone = fixture.open("three");
    await alone.prepare(KIND);
    await alone.upsert([chunkOf("three", "a", { terms: ["a"] })]);
    await alone.examine(otherSize);
    expect(await alone.count()).toBe(1);
  });

  it("does not change a user's own points or read them as chunks, with any payload", async () => {
    await using fixture = qdrantFixture();
    const { client, name } = fixture;
    const collection = `${name}_shared`;
    await using store = fixture.open("one", { collection });
    await store.prepare(KIND);
    const workspace = `${name}-one`;
    const own = [
      { id: 7, vector: { "": [1, 0, 0, 0] }, payload: { mine: true, text: "a", file: "one.vtt", workspace } },
      { id: 8, vector: { "": [1, 0, 0, 0] }, payload: { workspace, profile: "mine", file: "two.vtt" } },
      { id: "00000000-0000-0000-0000-000000000001", vector: { "": [0, 1, 0, 0] }, payload: { workspace } },
    ];
    await client.upsert(collection, { points: own, wait: true });

    await store.prepare(KIND);
    await store.upsert([chunkOf("one", "a"), chunkOf("one", "b")]);
    await store.complete(stateAt(1));
    expect(await store.state()).toEqual(stateAt(1));
    expect([await store.count(), await store.files()]).toEqual([2, ["one.vtt"]]);
    expect((await allRows(store.rows())).map((row) => row.text).sort()).toEqual(["a", "b"]);
    expect(await nearest(store, Float32Array.of(1, 0, 0, 0), ANY)).toHaveLength(2);
    await store.remove(["00000000000000000000000000000001", "7"]);
    await store.clear();
    await expect(store.prepare({ ...KIND, dimensions: 5 })).rejects.toMatchObject({ code: "store" });

    const { points } = await client.scroll(collection, { with_payload: true });
    const theirs = points.filter(({ payload }) => payload?.["madeBy"] === undefined);
    expect(theirs.map(({ id, payload }) => ({ id, payload }))).toEqual(own.map(({ id, payload }) => ({ id, payload })));
  });

  it("can be searched by any client with Qdrant's filters", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.upsert([
      chunkOf("one", "early", { startMs: 0, speakers: ["Ann"] }),
      chunkOf("one", "late", { startMs: 60_000.5, speakers: ["Zoë Straße"] }),
    ]);
    await store.complete(stateAt(1));
    const { points } = await fixture.client.query(`${fixture.name}-one_chunks`, {
      query: [1, 0, 0, 0],
      filter: {
        must: [
          { key: "startMs", range: { gte: 30_000 } },
          { key: "speakerKeys", match: { value: "zoë strasse" } },
        ],
      },
      with_payload: true,
    });
    expect(points.map(({ payload }) => payload)).toMatchObject([
      { workspace: `${fixture.name}-one`, text: "late", file: "one.vtt", speakers: ["Zoë Straße"], startMs: 60_000.5 },
    ]);
    expect(points[0]?.payload).not.toHaveProperty("vector");
    expect(points[0]?.payload).not.toHaveProperty("exact");
  });
});
