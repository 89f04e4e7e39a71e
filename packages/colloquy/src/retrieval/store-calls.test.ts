import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteGraphStore } from "../adapters/sqlite/index.ts";
import type { GraphStore } from "../ports/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleHub } from "../testing/suites/sample-hub.ts";
import { describeEntity } from "./entity-detail.ts";
import { findEntity } from "./find-entities.ts";
import { findNeighbours } from "./neighbourhood.ts";

const RELATIONSHIPS = 300;
const MOST_CALLS = 8;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-calls-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A store that counts calls of its methods. */
function counting(store: GraphStore): { readonly store: GraphStore; calls: number } {
  const counted = {
    calls: 0,
    store: new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function") return value;
        return (...args: readonly unknown[]): unknown => {
          counted.calls += 1;
          return Reflect.apply(value, target, args);
        };
      },
    }),
  };
  return counted;
}

async function filled(store: GraphStore): Promise<GraphStore> {
  await store.prepare();
  for (const rows of sampleHub(RELATIONSHIPS)) await store.upsert(rows[0]?.kind ?? "entity", rows);
  return store;
}

describe.each<[string, () => GraphStore]>([
  ["in memory", createMemoryGraphStore],
  ["in SQLite", () => openSqliteGraphStore(join(folder, "hub.db"), { workspace: "one" })],
])("an entity with 300 relationships in a store %s", (_, open) => {
  let store: GraphStore;
  beforeAll(async () => {
    store = await filled(open());
  });
  afterAll(() => store[Symbol.asyncDispose]());

  it.each([["Hub"], ["hub"]])("is shown by the name %s with few calls", async (name) => {
    const counted = counting(store);
    const detail = await describeEntity(counted.store, name, {});
    expect(counted.calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(detail?.relationships).toHaveLength(RELATIONSHIPS);
    expect(detail?.relationships.every(({ evidence }) => evidence.length === 2)).toBe(true);
    expect(detail?.namesakes).toHaveLength(1);
    expect(detail?.quotes).toHaveLength(2);
  });

  it("is shown in the words of a speaker with few calls", async () => {
    const counted = counting(store);
    const detail = await describeEntity(counted.store, "Hub", { speaker: "Ann" });
    expect(counted.calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(detail?.relationships).toHaveLength(RELATIONSHIPS / 2);
    expect(detail?.sentences).not.toEqual([]);
  });

  it("is shown as a speaker with few calls", async () => {
    const counted = counting(store);
    const detail = await describeEntity(counted.store, "Ann", {});
    expect(counted.calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(detail?.statements).toHaveLength(100);
    expect(detail?.topics.map(({ name }) => name)).toEqual(["Hub"]);
  });

  it.each([1, 2, 3])("needs few calls for its neighbours of depth %i", async (depth) => {
    const counted = counting(store);
    const hub = await findEntity(counted.store, "Hub", {});
    if (hub === null) throw new TypeError("There is no hub.");
    const near = await findNeighbours(counted.store, hub, { depth, limit: 10_000 });
    expect(counted.calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(near.filter(({ distance }) => distance === 1)).toHaveLength(RELATIONSHIPS);
    expect(near).toHaveLength(depth === 1 ? RELATIONSHIPS : 2 * RELATIONSHIPS);
  });
});
