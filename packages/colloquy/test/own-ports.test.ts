import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportRows } from "../src/export/index.ts";
import {
  ColloquyError,
  type EmbeddingModel,
  type GraphStore,
  NO_USAGE,
  open,
  type VectorStore,
  verify,
} from "../src/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../src/testing/index.ts";
import { digestOfExport, IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  for (const seed of [1, 2, 3]) folder.writeTalk(`talk-${seed}.txt`, seed);
});
afterEach(() => folder[Symbol.dispose]());

/** A store that calls `act` before each method. */
function watched<Store extends object>(store: Store, act: (method: string) => void): Store {
  return new Proxy(store, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        act(String(property));
        return Reflect.apply(value, target, args);
      };
    },
  });
}

function digestOf(graph: GraphStore, vectors: VectorStore): Promise<string> {
  return digestOfExport(exportRows({ format: "canonical", graph, vectors }));
}

class UnitVectors implements EmbeddingModel {
  readonly profile = "unit@1";
  readonly matchesWords = true;
  readonly dimensions = 2;
  readonly paid = true;
  readonly concurrency = 2;
  readonly batchSize = 5;
  readonly texts: string[] = [];
  poison: string | null = null;

  async embed(texts: readonly string[]) {
    this.texts.push(...texts);
    const bad = (text: string): boolean => this.poison !== null && text.includes(this.poison);
    const vectors = texts.map((text) => (bad(text) ? Float32Array.of(Number.NaN, 0) : Float32Array.of(0, 1)));
    return { vectors, usage: { ...NO_USAGE, inputTokens: 7 * texts.length } };
  }

  async embedQuery(): Promise<Float32Array> {
    return Float32Array.of(0, 1);
  }

  disposed = false;
  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
  }
}

describe("ports of the caller", () => {
  it("are filled with the rows of the ledger, and left open", async () => {
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    const embeddingModel = new UnitVectors();
    const extractor = new ScriptedExtractor({ paid: true });
    const result = await folder.ingest({ ports: { graphStore, vectorStore, embeddingModel, extractor } });
    expect(await digestOf(graphStore, vectorStore)).toBe(result.digest);
    expect(embeddingModel.disposed).toBe(false);
    expect(embeddingModel.texts).toHaveLength(result.chunks.total);
    expect(result.usage).toMatchObject({ embeddingTokens: 7 * result.chunks.total, costUsd: null });
    expect(folder.eventsOf("notice").map(({ message }) => message)).not.toContain(extractor.description);
  });

  it("receive only changes", async () => {
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    const calls: string[] = [];
    const ports = {
      graphStore: watched(graphStore, (method) => calls.push(method)),
      vectorStore: watched(vectorStore, (method) => calls.push(method)),
      extractor: new ScriptedExtractor(),
    };
    await folder.ingest({ ports });
    calls.length = 0;
    await folder.ingest({ ports });
    expect(new Set(calls)).toEqual(new Set(["prepare", "state", "claim"]));
    folder.write("short.txt", "Ada: One line more.\n");
    const { digest } = await folder.ingest({ ports });
    expect(calls).not.toContain("clear");
    const written = folder.eventsOf("stage.progress").filter(({ stage }) => stage === "project");
    expect(written.at(-1)?.done).toBeLessThan(20);
    expect(await digestOf(graphStore, vectorStore)).toBe(digest);
  });

  it("are only read by a verification, and prepared by a repair", async () => {
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    await folder.ingest({ ports: { graphStore, vectorStore, extractor: new ScriptedExtractor() } });
    const calls: string[] = [];
    const ports = {
      graphStore: watched(graphStore, (method) => calls.push(method)),
      vectorStore: watched(vectorStore, (method) => calls.push(method)),
    };
    const where = { workspace: "talks", dataDir: folder.dataDir, outputDir: folder.root, environment: {}, ports };
    expect((await verify(where)).ok).toBe(true);
    expect(new Set(calls)).toEqual(new Set(["state", "rows"]));
    expect((await verify({ ...where, repair: true })).ok).toBe(true);
    expect(calls).toContain("prepare");
  });

  it("lose rows that the ledger no longer has", async () => {
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    const ports = { graphStore, vectorStore, extractor: new ScriptedExtractor() };
    await folder.ingest({ ports });
    const rows = await vectorStore.count();
    folder.write("talk-2.txt", "Ada: Wolfgang is all that is left of this talk!\n");
    const { digest } = await folder.ingest({ ports });
    expect(await vectorStore.count()).toBeLessThan(rows);
    expect(await digestOf(graphStore, vectorStore)).toBe(digest);
  });

  it("are completed by the next run when a run is interrupted during writing", async () => {
    const interruption = new AbortController();
    const graphStore = createMemoryGraphStore();
    const vectorStore = createMemoryVectorStore();
    const interrupting = watched(graphStore, (method) => {
      if (method === "upsert") interruption.abort();
    });
    const extractor = new ScriptedExtractor();
    const stopped = folder.ingest({
      ports: { graphStore: interrupting, vectorStore, extractor },
      signal: interruption.signal,
    });
    await expect(stopped).rejects.toMatchObject({ code: "interrupted", exitCode: 130 });
    expect(await graphStore.state()).toMatchObject({ epoch: { number: 0 }, writing: { number: 1 } });
    const { digest } = await folder.ingest({ ports: { graphStore, vectorStore, extractor } });
    expect(await digestOf(graphStore, vectorStore)).toBe(digest);
  });

  it("are emptied and filled again when another workspace filled them", async () => {
    const ports = {
      graphStore: createMemoryGraphStore(),
      vectorStore: createMemoryVectorStore(),
      extractor: new ScriptedExtractor(),
    };
    await folder.ingest({ ports });
    folder.writeTalk("talk-4.txt", 4);
    const other = await folder.ingest({ ports, workspace: "other" });
    expect(await digestOf(ports.graphStore, ports.vectorStore)).toBe(other.digest);
  });

  it("stop the run before any call when a store cannot be used", async () => {
    const graphStore = watched(createMemoryGraphStore(), (method) => {
      if (method === "prepare") throw new ColloquyError("store", "The store is down. Start it.");
    });
    const extractor = new ScriptedExtractor();
    await expect(folder.ingest({ ports: { graphStore, extractor } })).rejects.toMatchObject({
      code: "store",
      exitCode: 1,
    });
    expect(extractor.calls).toEqual([]);
  });

  it.each(["upsert", "complete"])(
    "lose nothing when a store fails at %s: the next run completes it",
    async (method) => {
      const vectorStore = createMemoryVectorStore();
      const graphStore = createMemoryGraphStore();
      let failures = 1;
      const failing = watched(graphStore, (called) => {
        if (called === method && failures-- > 0) throw new ColloquyError("store", "The connection was lost.");
      });
      const extractor = new ScriptedExtractor();
      const ports = { graphStore: failing, vectorStore, extractor };
      await expect(folder.ingest({ ports })).rejects.toMatchObject({
        code: "store",
        message: "The connection was lost.",
      });
      const calls = extractor.calls.length;
      const { digest } = await folder.ingest({ ports });
      expect(extractor.calls).toHaveLength(calls);
      expect(await digestOf(graphStore, vectorStore)).toBe(digest);
    },
  );

  it("fail only one text when a model returns an invalid vector for it", async () => {
    folder.write("odd.txt", "Ada: A glyphless chunk.\n");
    const embeddingModel = new UnitVectors();
    embeddingModel.poison = "glyphless";
    const vectorStore = createMemoryVectorStore();
    const result = await folder.ingest({ ports: { embeddingModel, vectorStore, extractor: new ScriptedExtractor() } });
    expect(result.chunks.embedded).toBe(result.chunks.total - 1);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([{ stage: "embed" }]);
    expect(await vectorStore.count()).toBe(result.chunks.total - 1);
  });

  it("replace the stores of an open workspace, which leaves them open", async () => {
    const disposed: string[] = [];
    const noting = <Store extends object>(name: string, store: Store): Store =>
      new Proxy(store, {
        get(target, property) {
          if (property === Symbol.asyncDispose) disposed.push(name);
          const value: unknown = Reflect.get(target, property);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    const ports = {
      graphStore: noting("graph", createMemoryGraphStore()),
      vectorStore: noting("vectors", createMemoryVectorStore()),
      embeddingModel: new UnitVectors(),
    };
    const { digest } = await folder.ingest({ ports: { ...ports, extractor: new ScriptedExtractor() } });
    {
      await using workspace = await open("talks", { dataDir: folder.dataDir, ports, environment: {} });
      expect(await workspace.entity("Mirela")).toMatchObject({ name: "Mirela" });
      expect(await workspace.search("morning light")).not.toEqual([]);
      expect(await digestOfExport(workspace.exportRows("canonical"))).toBe(digest);
    }
    expect(disposed).toEqual([]);
    expect(ports.embeddingModel.disposed).toBe(false);
    await using embedded = await open("talks", { dataDir: folder.dataDir, environment: {} });
    await expect(embedded.entity("Mirela")).rejects.toMatchObject({ code: "not-found" });
  });

  it("with another embedding replace the vectors in the embedded store", async () => {
    const extractor = new ScriptedExtractor();
    await folder.ingest({ ports: { extractor } });
    const ports = { extractor, embeddingModel: new UnitVectors() };
    const result = await folder.ingest({ ports });
    await using workspace = await open("talks", { dataDir: folder.dataDir, ports, environment: {} });
    expect(await digestOfExport(workspace.exportRows("canonical"))).toBe(result.digest);
    expect(result.vectors).toBe(result.chunks.total);
    const again = await folder.ingest({ ports });
    expect(again.digest).toBe(result.digest);
  });
});
