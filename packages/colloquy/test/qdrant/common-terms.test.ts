import { QdrantClient } from "@qdrant/js-client-rest";
import { describe, expect, it, vi } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { requestsOf } from "./requests.ts";
import { KIND, chunkOf, stateAt } from "./chunks.ts";
import { matching, nearest } from "../../src/testing/suites/searches.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

describe.skipIf(missing !== "")(`common terms in Qdrant${missing}`, () => {
  it("are counted exactly, also after removals, and equal scores are ordered by id", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    const path = `/collections/${fixture.name}-one_chunks/points`;
    await store.prepare(KIND);
    const chunks = Array.from({ length: 2_500 }, (_, n) =>
      chunkOf("one", `p${n}`, { terms: ["all", ...(n < 1_001 ? ["some"] : []), ...(n < 1_000 ? ["thousand"] : [])] }),
    );
    await store.upsert(chunks);
    expect(await store.count()).toBe(2_500);
    const counting = async () =>
      expect(await store.documentFrequencies(["all", "some", "thousand", "none"])).toEqual([2_500, 1_001, 1_000, 0]);
    expect(await requestsOf(counting)).toEqual(Array(4).fill(`POST ${path}/count`));
    await store.complete(stateAt(1));
    // Counts of a complete state are cached while the state stays.
    await store.state();
    expect(await requestsOf(counting)).toHaveLength(4);
    await store.state();
    expect(await requestsOf(counting)).toEqual([]);
    expect(await requestsOf(async () => expect(await store.count()).toBe(2_500))).toEqual([]);
    await matching(store, ["all", "some"], { limit: 5, filter: {} });
    // Many chunks have the last one's score: the terms of all are requested, and payloads only of the best.
    using query = vi.spyOn(QdrantClient.prototype, "query");
    expect(await requestsOf(() => matching(store, ["all", "some"], { limit: 5, filter: {} }))).toEqual([
      `POST ${path}/query`,
      `POST ${path}/query`,
      `POST ${path}/scroll`,
    ]);
    expect(query.mock.calls.map(([, { with_payload }]) => with_payload).slice(1)).toEqual([
      { include: ["termCounts"] },
    ]);
    query.mockClear();
    expect(await nearest(store, Float32Array.of(1, 0, 0, 0), { limit: 5, filter: {} })).toHaveLength(5);
    const payloads = query.mock.calls.map(([, { limit, with_payload }]) => ({ limit, with_payload }));
    const LIGHT = { include: expect.arrayContaining(["file", "passages"]) as unknown };
    expect(payloads).toEqual([
      { limit: 21, with_payload: LIGHT },
      ...[84, 336, 1_344, 5_376].map((limit) => ({ limit, with_payload: false })),
      { limit: payloads.at(-1)?.limit, with_payload: LIGHT },
    ]);
    expect(payloads.at(-1)?.limit).toBeLessThanOrEqual(5);

    const without = chunks.slice(1_500);
    await store.remove(chunks.slice(500, 1_500).map(({ row }) => row.id));
    expect(await store.documentFrequencies(["all", "some"])).toEqual([1_500, 500]);
    const left = [...chunks.slice(0, 500), ...without].map(({ row }) => row.id).sort();
    const options = { limit: 5, filter: {} };
    const found = await nearest(store, Float32Array.of(1, 0, 0, 0), options);
    expect(found.map((hit) => hit.row.id)).toEqual(left.slice(0, 5));
  });
});
