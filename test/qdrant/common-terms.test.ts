import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { KIND, passageOf } from "./passages.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

describe.skipIf(missing !== "")(`terms in Qdrant that many passages have${missing}`, () => {
  it("are counted exactly, also after removals, and their ties are in the order of id", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    const passages = Array.from({ length: 2_500 }, (_, n) =>
      passageOf("one", `p${n}`, { terms: ["all", ...(n < 1_001 ? ["some"] : []), ...(n < 1_000 ? ["thousand"] : [])] }),
    );
    await store.upsert(passages);
    expect(await store.documentFrequencies(["all", "some", "thousand", "none"])).toEqual([2_500, 1_001, 1_000, 0]);

    const without = passages.slice(1_500);
    await store.remove(passages.slice(500, 1_500).map(({ row }) => row.id));
    expect(await store.documentFrequencies(["all", "some"])).toEqual([1_500, 500]);
    const left = [...passages.slice(0, 500), ...without].map(({ row }) => row.id).sort();
    const options = { limit: 5, filter: {} };
    const nearest = await store.nearest(Float32Array.of(1, 0, 0, 0), options);
    expect(nearest.map((hit) => hit.row.id)).toEqual(left.slice(0, 5));
    expect(nearest[0]?.row.text).toMatch(/^p\d+$/);
  });
});
