import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";
import { KIND, passageOf } from "./passages.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

/** How many requests are sent to a path while `work` is done. */
async function requestsTo(path: string, work: () => Promise<unknown>): Promise<number> {
  const paths: unknown[] = [];
  const listener = (message: unknown): void => {
    if (typeof message === "object" && message !== null && "request" in message) {
      const { request } = message;
      if (typeof request === "object" && request !== null && "path" in request) paths.push(request.path);
    }
  };
  subscribe("undici:request:create", listener);
  await work().finally(() => unsubscribe("undici:request:create", listener));
  return paths.filter((one) => one === path).length;
}

describe.skipIf(missing !== "")(`terms in Qdrant that many passages have${missing}`, () => {
  it("are counted exactly, also after removals, and their ties are in the order of id", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    const passages = Array.from({ length: 2_500 }, (_, n) =>
      passageOf("one", `p${n}`, { terms: ["all", ...(n < 1_001 ? ["some"] : []), ...(n < 1_000 ? ["thousand"] : [])] }),
    );
    await store.upsert(passages);
    const counting = async () =>
      expect(await store.documentFrequencies(["all", "some", "thousand", "none"])).toEqual([2_500, 1_001, 1_000, 0]);
    expect(await requestsTo(`/collections/${fixture.name}-one_chunks/points/count`, counting)).toBe(1);

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
