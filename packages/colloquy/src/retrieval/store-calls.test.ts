import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteGraphStore } from "../adapters/sqlite/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { GraphStore } from "../ports/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleHub } from "../testing/suites/sample-hub.ts";
import { sampleId } from "../testing/suites/sample-rows.ts";
import { choosePart, type PartStart } from "./explore/choose-part.ts";
import { viewEntity } from "./explore/entity-view.ts";
import { viewGraph } from "./explore/graph-overview.ts";
import { listOccurrences } from "./explore/occurrences.ts";
import { pathBetween } from "./explore/path-between.ts";
import { suggest } from "./explore/suggest.ts";
import { readTranscriptText } from "./explore/transcript-text.ts";
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

const countedGraph = (graph: GraphStore) => ({ graph, counts: () => graph.counts() });

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

  it.each([
    ["Hub", 12],
    ["Ann", 12],
  ])("is viewed as %s with at most %i calls, however many relationships it has", async (name, most) => {
    const counted = counting(store);
    const view = await viewEntity(counted.store, name, {});
    expect(counted.calls).toBeLessThanOrEqual(most);
    if (name !== "Hub") return expect(view?.statements).toHaveLength(50);
    expect(Object.values(view?.claims ?? {}).flat()).toHaveLength(200);
    expect(view?.more).toEqual({ relationships: true, quotes: false });
  });

  it("occurs in pages with at most three calls", async () => {
    const counted = counting(store);
    expect((await listOccurrences(counted.store, "Hub", {})).items).toHaveLength(1);
    expect(counted.calls).toBeLessThanOrEqual(3);
  });

  it.each<[string, PartStart, number]>([
    ["the best claims", { telling: true }, 50],
    ["the hub", { entities: [sampleId("hub")] }, 50],
    ["words", { words: "what holds" }, 6],
  ])("is a part of the graph that starts from %s with at most twelve calls", async (_name, start, nodes) => {
    const counted = counting(store);
    const search = async (): Promise<readonly string[]> => [sampleId("chunk")];
    const part = await choosePart({ ...countedGraph(counted.store), search }, { start, limit: 50 });
    expect(part.nodes).toHaveLength(nodes);
    expect(counted.calls).toBeLessThanOrEqual(12);
  });

  it("is on a path between two entities with at most twelve calls", async () => {
    const counted = counting(store);
    const path = await pathBetween(countedGraph(counted.store), ["far 6", "far 13"], {});
    expect(path.nodes.map(({ name }) => name)).toEqual(["far 6", "near 6", "Hub", "near 13", "far 13"]);
    expect(counted.calls).toBeLessThanOrEqual(12);
  });

  it("is a part of the overview, which takes a bounded number of calls", async () => {
    const counted = counting(store);
    const overview = await viewGraph(counted.store, {});
    expect(overview.claims).toHaveLength(12);
    expect(counted.calls).toBeLessThanOrEqual(22);
  });

  it("is suggested with two calls and one for its namesakes, and its chunk is read with one and its annotations with another", async () => {
    const counted = counting(store);
    const ledger = async <Result>(): Promise<Result> => [] as Result;
    expect((await suggest({ graph: counted.store, ledger }, "hu", {})).entities).toHaveLength(2);
    expect(counted.calls).toBeLessThanOrEqual(3);
    const text = counting(store);
    const noVectors = (): Promise<never> => Promise.reject(new ColloquyError("not-found", "There is no index."));
    const { chunks } = await readTranscriptText(text.store, noVectors, sampleId("transcript"), {});
    expect(chunks.map(({ mentions, claims }) => [mentions.length, claims.length])).toEqual([[2, 500]]);
    expect(text.calls).toBe(2);
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
