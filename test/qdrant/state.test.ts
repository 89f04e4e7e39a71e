import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { allRows, KIND, passageOf } from "./passages.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";
const STATE = { marker: "m", epoch: 3 };

describe.skipIf(missing !== "")(`what a workspace's collection in Qdrant remembers of its completion${missing}`, () => {
  it("is forgotten when the collection was deleted by hand, so that it is filled again", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.upsert([passageOf("one", "a")]);
    await store.complete(STATE);
    await fixture.client.deleteCollection(`${fixture.name}-one_chunks`);

    await using again = fixture.open();
    expect(await again.state()).toBeNull();
    expect([await again.count(), await again.files(), await allRows(again.rows())]).toEqual([0, [], []]);
    await again.prepare(KIND);
    expect(await again.state()).toBeNull();
    await again.upsert([passageOf("one", "a")]);
    await again.complete(STATE);
    expect(await again.state()).toEqual(STATE);
  });

  it("is forgotten when the collection was deleted after a projection that was cut off", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.complete(STATE);
    await store.upsert([passageOf("one", "a")]);
    expect(await store.count()).toBe(1);
    await fixture.client.deleteCollection(`${fixture.name}-one_chunks`);
    await store.prepare(KIND);
    expect(await store.state()).toBeNull();
  });

  it("does not count once somebody deleted a passage", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    const passages = [passageOf("one", "a"), passageOf("one", "b")];
    await store.upsert(passages);
    await store.complete(STATE);
    await fixture.client.delete(`${fixture.name}-one_chunks`, { points: [passages[0]?.row.id ?? ""], wait: true });
    expect(await store.state()).toBeNull();
  });

  it("goes where somebody else completed the same workspace in between, and whoever comes second is told", async () => {
    await using fixture = qdrantFixture();
    await using one = fixture.open();
    await using two = fixture.open();
    const told = {
      code: "store",
      message: `Somebody else wrote to workspace ${fixture.name}-one in collection ${fixture.name}-one_chunks of Qdrant at ${fixture.url} while this run did; run \`colloquy project --to qdrant\`, or give one of both another --workspace.`,
    };
    for (const store of [one, two]) {
      await store.prepare(KIND);
      expect(await store.state()).toBeNull();
      await store.upsert([passageOf("one", "a")]);
    }
    await two.complete({ marker: "theirs", epoch: 1 });
    await expect(one.complete(STATE)).rejects.toMatchObject(told);
    expect(await one.state()).toBeNull();
    // The other one's rows may be mixed with these.
    await two.upsert([passageOf("one", "b")]);
    await expect(two.complete({ marker: "theirs", epoch: 2 })).rejects.toMatchObject(told);

    await two.clear();
    await two.upsert([passageOf("one", "a")]);
    await two.complete({ marker: "theirs", epoch: 3 });
    expect(await one.state()).toEqual({ marker: "theirs", epoch: 3 });
  });

  it("goes where somebody else began to fill the workspace anew in between", async () => {
    await using fixture = qdrantFixture();
    await using one = fixture.open();
    await one.prepare(KIND);
    await one.complete(STATE);
    await using two = fixture.open();
    await two.clear();
    await one.upsert([passageOf("one", "a")]);
    await expect(one.complete({ marker: "m", epoch: 4 })).rejects.toMatchObject({ code: "store" });
    expect(await two.state()).toBeNull();
  });

  it("stands while the next projection is under way, so that one that was cut off goes on from there", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await store.upsert([passageOf("one", "a")]);
    await store.complete(STATE);
    await store.upsert([passageOf("one", "b"), passageOf("one", "c")]);
    expect(await store.state()).toEqual(STATE);
    await using again = fixture.open();
    expect(await again.state()).toEqual(STATE);
    await again.remove([passageOf("one", "c").row.id]);
    await again.complete({ marker: "m", epoch: 4 });
    expect(await again.state()).toEqual({ marker: "m", epoch: 4 });
  });
});
