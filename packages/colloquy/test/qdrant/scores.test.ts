import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteVectorStore } from "../../src/adapters/sqlite/vector-store/index.ts";
import type { VectorStore } from "../../src/ports/index.ts";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { type QdrantFixture, qdrantFixture } from "./fixture.ts";
import { KIND, chunkOf, stateAt } from "./chunks.ts";
import { matching } from "../../src/testing/suites/searches.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

/**
 * Chunks of 20 to 320 terms. A few terms are in most chunks, and most terms in few; many chunks have the same terms.
 */
function chunks(workspace: string, count: number, seed: number) {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  const term = (): string => `t${Math.floor(500 ** random()) - 1}`;
  const distinct = Array.from({ length: count / 2 }, () => Array.from({ length: 20 + 300 * random() }, term));
  return [...distinct, ...distinct].map((terms, n) =>
    chunkOf(workspace, `p${n}`, { terms, file: `f${n % 3}.txt`, speakers: [n % 2 === 0 ? "Ann" : "Bo"] }),
  );
}

describe.skipIf(missing !== "")(`keyword scores in a shared collection of Qdrant${missing}`, () => {
  let fixture: QdrantFixture;
  let embedded: VectorStore;
  let qdrant: VectorStore;
  let neighbour: VectorStore;

  beforeAll(async () => {
    fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    embedded = openSqliteVectorStore(":memory:", { workspace: "one" });
    qdrant = fixture.open("one", shared);
    neighbour = fixture.open("two", shared);
    for (const store of [embedded, qdrant]) {
      await store.prepare(KIND);
      // Without `begin`: keyword vectors assume a length that is not the average, so chunks must be scored again.
      await store.upsert(chunks("one", 240, 1));
      // Removed chunks must not count.
      await store.upsert([chunkOf("one", "gone", { terms: ["t0", "t1", "t2"] })]);
      await store.remove([chunkOf("one", "gone").row.id]);
      await store.complete(stateAt(1));
    }
    await neighbour.prepare(KIND);
    await neighbour.upsert(chunks("two", 240, 2));
  }, 120_000);
  afterAll(async () => {
    for (const store of [embedded, qdrant, neighbour]) await store[Symbol.asyncDispose]();
    await fixture[Symbol.asyncDispose]();
  });

  const queries = [
    ["t0"],
    ["t0", "t1", "t2", "t3", "t5"],
    ["t40", "t3", "t40"],
    ["t450", "t0", "none"],
    ["t7", "t90", "t200"],
  ];
  const filters = [{}, { files: ["f1.txt", "f2.txt"] }, { speakers: ["ann"], files: ["f0.txt"] }];

  it.each(queries)("and hits equal those of the embedded store: %s %s %s %s %s", async (...terms) => {
    const asked = terms.filter((term) => term !== undefined);
    for (const filter of filters)
      for (const limit of [1, 10, 200]) {
        const expected = await matching(embedded, asked, { limit, filter });
        const found = await matching(qdrant, asked, { limit, filter });
        expect(found.map(({ row }) => row.id)).toEqual(expected.map(({ row }) => row.id));
        for (const [index, { score }] of found.entries())
          expect(Math.abs(score / (expected[index]?.score ?? Number.NaN) - 1)).toBeLessThan(1e-9);
      }
    expect(await qdrant.documentFrequencies(asked)).toEqual(await embedded.documentFrequencies(asked));
  });

  it("put a chunk first that Qdrant ranks after all chunks of one request", async () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`);
    await using alone = fixture.open("long");
    await alone.prepare(KIND);
    const long = chunkOf("long", "long", { terms: [...words(2_000), ...Array<string>(20).fill("x")] });
    await alone.upsert([
      long,
      ...Array.from({ length: 40 }, (_, n) => chunkOf("long", `short ${n}`, { terms: [...words(19), "x"] })),
      ...Array.from({ length: 80 }, (_, n) => chunkOf("long", `other ${n}`, { terms: words(2_000) })),
    ]);
    const [hit] = await matching(alone, ["x"], { limit: 1, filter: {} });
    expect(hit?.row.id).toBe(long.row.id);
  });

  it("are right in an open store after the workspace is rebuilt at the same epoch in another order", async () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`);
    const long = chunkOf("anew", "long", { terms: [...words(2_000), ...Array<string>(20).fill("x")] });
    const others = Array.from({ length: 80 }, (_, n) => chunkOf("anew", `other ${n}`, { terms: words(2_000) }));
    const shorts = Array.from({ length: 40 }, (_, n) => chunkOf("anew", `short ${n}`, { terms: [...words(19), "x"] }));
    await using writer = fixture.open("anew");
    await using reader = fixture.open("anew");
    await writer.prepare(KIND);
    // The first chunks set the assumed length: 2,000 terms, then 20.
    for (const batches of [
      [[long, ...others], shorts],
      [shorts, [long, ...others]],
    ]) {
      await writer.clear();
      await writer.begin(stateAt(1));
      for (const batch of batches) await writer.upsert(batch);
      await writer.complete(stateAt(1));
      expect(await reader.state()).toEqual(stateAt(1));
      const [hit] = await matching(reader, ["x"], { limit: 1, filter: {} });
      expect(hit?.row.id).toBe(long.row.id);
    }
  });
});
